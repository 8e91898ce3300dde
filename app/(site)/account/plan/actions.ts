'use server'

import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { switchPlan } from '#lib/billing/switch-plan.ts'
import { SECOND } from '#lib/clock.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../request-origin.ts'

/**
 * Changes the plan of the signed-in reader's subscription as the preview said. What the form says
 * about money is only compared with what Stripe says now.
 */
export async function confirmSwitch(form: FormData): Promise<void> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fplan')
  const plan = textOf(form, 'plan')
  const turn = await takeTurn(appDatabase(), limits.planChanges, reader.id)
  if (turn.kind === 'limited') redirect('/account/plan?said=limited')
  const outcome = await switchPlan(
    billingDatabase(),
    reader.id,
    { plan, at: momentOf(textOf(form, 'at')), shown: textOf(form, 'shown') },
    interactiveBilling(),
  )
  switch (outcome.kind) {
    case 'outdated':
    case 'unavailable':
      return redirect(`/account/plan?${new URLSearchParams({ to: plan, said: outcome.kind })}`)
    case 'switched':
    case 'unsettled':
    case 'unknown_plan':
      return redirect(`/account/plan?said=${outcome.kind}`)
    case 'awaits_payment':
    case 'none':
    case 'not_now':
      // The page reads it anew and says what to do.
      return redirect('/account/plan')
  }
}

/** Whole seconds of a clock, as the form sends them back. What is none is long ago. */
function momentOf(seconds: string): Date {
  return new Date(/^\d{1,12}$/.test(seconds) ? Number(seconds) * SECOND : 0)
}
