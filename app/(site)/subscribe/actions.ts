'use server'

import { redirect } from 'next/navigation'
import { safeReturnPath } from '#lib/auth/return-path.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { startCheckout } from '#lib/billing/checkout.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { HOUR, SECOND } from '#lib/clock.ts'
import { type Limit, takeTurn } from '#lib/limits.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { textOf } from '../../request-origin.ts'

const checkouts: Limit = { name: 'checkout', points: 30, seconds: HOUR / SECOND }

/** What the page shows when subscribing led nowhere. */
export type SubscribeState = { problem: string | null }

/** Leads a signed-in reader to Stripe's page. Of the form only the way back is used. */
export async function subscribe(_before: SubscribeState, form: FormData): Promise<SubscribeState> {
  const from = safeReturnPath(textOf(form, 'from'))
  const reader = await currentReader()
  if (!reader) redirect(signInFirst(from))
  const turn = await takeTurn(appDatabase(), checkouts, reader.id)
  if (turn.kind === 'limited')
    return { problem: 'That was tried very often. Please wait a few minutes and try again.' }
  const { id, email, name } = reader
  const outcome = await startCheckout(
    billingDatabase(),
    { id, email, name },
    from,
    interactiveBilling(),
  )
  switch (outcome.kind) {
    case 'pay':
      return redirect(outcome.url)
    case 'already_subscribed':
      return redirect('/account')
    case 'unavailable':
      return {
        problem:
          'We cannot reach our payment provider just now. Nothing was charged; please try again in a moment.',
      }
  }
}

/** The way to the sign-in page and from there back to this one. */
function signInFirst(from: string): string {
  const back = `/subscribe?${new URLSearchParams({ from })}`
  return `/sign-in?${new URLSearchParams({ to: back })}`
}
