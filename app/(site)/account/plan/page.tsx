import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { previewSwitch } from '#lib/billing/switch-plan.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { Choice } from './choice.tsx'
import { NotNow } from './not-now.tsx'

export const metadata: Metadata = { title: 'Change your plan', robots: { index: false } }

type Query = Partial<Record<'to' | 'said', string | string[]>>

const notices: Record<string, string> = {
  switched: 'Your plan is changed.',
  outdated:
    'Nothing was changed: what you saw was more than ten minutes old, or the amount is another one now. This is how it stands.',
  unsettled:
    'We asked for the change and got no clear answer. Below is how your subscription stands at this moment; if it is the old plan still, you can try again, and it is done only once.',
  unavailable: 'Our payment provider does not answer just now. Nothing was changed or charged.',
  unknown_plan: 'Your subscription cannot change to that plan. Nothing was changed.',
  limited: 'That was tried very often. Please wait a few minutes and try again.',
}

export default async function PlanPage({ searchParams }: { searchParams: Promise<Query> }) {
  const reader = await currentReader()
  const { to, said } = await searchParams
  const wanted = typeof to === 'string' ? to : null
  if (!reader) {
    const back = `/account/plan${wanted === null ? '' : `?${new URLSearchParams({ to: wanted })}`}`
    redirect(`/sign-in?${new URLSearchParams({ to: back })}`)
  }
  // Each view asks Stripe several times.
  const turn = await takeTurn(appDatabase(), limits.planPreviews, reader.id)
  // Who has just changed is not shown at once what changing back costs.
  const asked = said === 'switched' ? '' : wanted
  const offer =
    turn.kind === 'limited'
      ? null
      : await previewSwitch(billingDatabase(), reader.id, asked, interactiveBilling())
  const notice =
    typeof said === 'string' && Object.hasOwn(notices, said) ? notices[said] : undefined
  return (
    <div className="frame max-w-[44rem] py-10 sm:py-16">
      <p>
        <a href="/account" className="text-soft underline">
          Your account
        </a>
      </p>
      <h1 className="headline mt-2 text-[2.625rem] sm:text-6xl">Your plan</h1>
      {notice && (
        <output className="mt-6 block border-s-[3px] border-ink ps-3 font-medium">{notice}</output>
      )}
      <div className="mt-8">
        {offer === null ? (
          <p>{notices.limited}</p>
        ) : offer.kind === 'ready' ? (
          <Choice offer={offer} />
        ) : (
          <NotNow offer={offer} />
        )}
      </div>
    </div>
  )
}
