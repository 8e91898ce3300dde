import type { ReactNode } from 'react'
import { formatDay } from '#lib/format.ts'
import type { OwnAccount } from '#lib/readers/own-account.ts'
import { tooOften } from './own-turn.ts'

/** What came of the reader's last click. The address names it; dates are those of the state they are in. */
export function Notice({ code, account }: { code: string | null; account: OwnAccount }) {
  const said = code === null ? null : sayIn(code, account)
  if (said === null) return null
  return (
    <output className="mb-5 block border-s-[3px] border-good bg-panel p-4 font-medium">
      {said}
    </output>
  )
}

function sayIn(code: string, { subscription }: OwnAccount): ReactNode {
  const day = subscription?.at ? formatDay(subscription.at) : null
  switch (code) {
    case 'ends_on':
      return day && `Your subscription ends on ${day}. We sent you a mail.`
    case 'ended':
      return 'Your subscription has ended. Nothing is owed, and nothing more is charged.'
    case 'nothing_to_cancel':
      return 'There is no subscription to cancel. Nothing will be charged.'
    case 'resumed':
      return 'Your subscription goes on. We sent you a mail.'
    case 'nothing_to_resume':
      return 'There is no subscription to resume.'
    case 'payment_needed':
      return (
        <>
          The payment did not go through, so nothing has changed.{' '}
          <a href="/account/pay" className="underline">
            Pay, or use another card
          </a>
        </>
      )
    case 'paused':
      return day && `Your subscription pauses on ${day}. We sent you a mail.`
    case 'not_pausable':
      return 'Your subscription cannot be paused as it is now. Below is how it stands.'
    case 'nothing_to_pay':
      return 'There is nothing to pay.'
    case 'unavailable':
      return 'Our payment provider does not answer just now. What you see below is what we know; please try again in a moment. Doing it twice does no harm.'
    case 'too_often':
      return tooOften
    default:
      return null
  }
}
