'use server'

import { redirect } from 'next/navigation'
import { safeReturnPath } from '#lib/auth/return-path.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { startCheckout } from '#lib/billing/checkout.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { textOf } from '../../request-origin.ts'

/**
 * Leads a signed-in reader to Stripe's page, and back to the offer when that leads nowhere: it is a
 * document, and shows by its address what was wrong. Of the form only the plan's id, the way back and
 * which terms it showed are used.
 */
export async function subscribe(form: FormData): Promise<void> {
  const [plan, from] = [textOf(form, 'plan'), safeReturnPath(textOf(form, 'from'))]
  const reader = await currentReader()
  if (!reader) redirect(`/sign-in?${new URLSearchParams({ to: thisPage({ plan, from }) })}`)
  const turn = await takeTurn(appDatabase(), limits.checkouts, reader.id)
  if (turn.kind === 'limited') redirect(thisPage({ plan, from, again: 'limited' }))
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
      return redirect(thisPage({ from, again: 'plan' }))
    case 'unavailable':
      return redirect(thisPage({ plan, from, again: 'unavailable' }))
  }
}

const thisPage = (query: Record<string, string>) => `/subscribe?${new URLSearchParams(query)}`
