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

/** What the page shows when subscribing led nowhere, and which plan had been chosen. */
export type SubscribeState = { problem: string | null; plan: string | null }

/**
 * Leads a signed-in reader to Stripe's page. Of the form only the plan's id, the way back and which
 * terms it showed are used.
 */
export async function subscribe(_before: SubscribeState, form: FormData): Promise<SubscribeState> {
  const [plan, from] = [textOf(form, 'plan'), safeReturnPath(textOf(form, 'from'))]
  const reader = await currentReader()
  if (!reader) redirect(`/sign-in?${new URLSearchParams({ to: thisPage({ plan, from }) })}`)
  const turn = await takeTurn(appDatabase(), checkouts, reader.id)
  if (turn.kind === 'limited')
    return { problem: 'That was tried very often. Please wait a few minutes and try again.', plan }
  const { id, email, name } = reader
  const outcome = await startCheckout(
    billingDatabase(),
    { id, email, name },
    { plan, returnTo: from, terms: textOf(form, `terms-${plan}`) },
    interactiveBilling(),
  )
  switch (outcome.kind) {
    case 'pay':
      return redirect(outcome.url)
    case 'already_subscribed':
      return redirect('/account')
    case 'terms_changed':
      return redirect(thisPage({ plan, from, again: 'terms' }))
    case 'unknown_plan':
      return { problem: 'Please choose one of the plans.', plan: null }
    case 'unavailable':
      return {
        problem:
          'We cannot reach our payment provider just now. Nothing was charged; please try again in a moment.',
        plan,
      }
  }
}

const thisPage = (query: Record<string, string>) => `/subscribe?${new URLSearchParams(query)}`
