'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { pauseSubscription } from '#lib/billing/pause.ts'
import { billingDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../request-origin.ts'
import { mayAskAgain, tooOften } from '../own-turn.ts'

/** What the form shows when pausing did not work: why, and what was chosen. */
export type PauseState = { problem: string | null; months: string }

const monthsShape = z.coerce
  .number()
  .pipe(z.union([z.literal(1), z.literal(2), z.literal(3)]))
  .catch(1)

/** Pauses the signed-in reader's own subscription. Of the form only the length is used. */
export async function pause(_before: PauseState, form: FormData): Promise<PauseState> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fpause')
  const months = monthsShape.parse(textOf(form, 'months'))
  if (!(await mayAskAgain(reader.id))) return { problem: tooOften, months: String(months) }
  const outcome = await pauseSubscription(
    billingDatabase(),
    reader.id,
    months,
    interactiveBilling(),
  )
  if (outcome.kind === 'paused') redirect('/account?notice=paused')
  // This page is only there for who can pause: without JavaScript it could not say so.
  if (outcome.kind === 'not_possible') redirect('/account?notice=not_pausable')
  return { problem: problems[outcome.kind], months: String(months) }
}

const problems = {
  renewing: 'Your subscription is just being renewed. It can be paused in about an hour.',
  unavailable:
    'Our payment provider does not answer just now. Please try again in a moment; pausing twice does no harm.',
}
