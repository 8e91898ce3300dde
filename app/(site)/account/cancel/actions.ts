'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { currentReader } from '#lib/auth/viewer.ts'
import { cancelSubscription, feedbacks } from '#lib/billing/cancel.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { billingDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../request-origin.ts'
import { mayAskAgain, tooOften } from '../own-turn.ts'

/** What the form shows when canceling did not work: why, and what was typed. */
export type CancelState = { problem: string | null; feedback: string; comment: string }

const feedbackShape = z.enum(feedbacks).nullable().catch(null)

/** Cancels the signed-in reader's own subscription. Of the form only the reasons are used. */
export async function cancel(_before: CancelState, form: FormData): Promise<CancelState> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fcancel')
  const feedback = feedbackShape.parse(textOf(form, 'feedback'))
  const comment = textOf(form, 'comment').trim().slice(0, 500)
  if (!(await mayAskAgain(reader.id)))
    return { problem: tooOften, feedback: feedback ?? '', comment }
  const outcome = await cancelSubscription(
    billingDatabase(),
    reader.id,
    { feedback, comment: comment || null },
    interactiveBilling(),
  )
  if (outcome.kind === 'unavailable')
    return {
      problem:
        'Our payment provider does not answer just now. Please try again in a moment; canceling twice does no harm.',
      feedback: feedback ?? '',
      comment,
    }
  redirect(`/account?${new URLSearchParams({ notice: outcome.kind })}`)
}
