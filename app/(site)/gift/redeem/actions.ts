'use server'

import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { giftStarts, redeemGift } from '#lib/billing/gifts/redeem.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { appDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../request-origin.ts'

/** What the form shows when nothing was redeemed, with what was chosen. */
export type RedeemState = { problem: string | null; start: string; day: string }

/**
 * Redeems the code of the form for the signed-in reader, and leads to the page of the gift, which
 * says how it stands: so it does without JavaScript too, and when it is loaded again.
 */
export async function redeem(_before: RedeemState, form: FormData): Promise<RedeemState> {
  const code = textOf(form, 'code').trim()
  const reader = await currentReader()
  if (!reader) redirect(`/sign-in?${new URLSearchParams({ to: pageOf(code) })}`)
  const chosen = { start: textOf(form, 'start'), day: textOf(form, 'day') }
  const asking = (problem: string): RedeemState => ({ problem, ...chosen })
  const turn = await takeTurn(appDatabase(), limits.giftRedemptions, reader.id)
  if (turn.kind === 'limited')
    return asking('That was tried very often. Please wait a few minutes and try again.')
  const now = new Date()
  const from = await startOf(chosen.start, chosen.day, reader.id, now)
  if (from === null) return asking('Choose a day from tomorrow to a year from now.')
  const outcome = await redeemGift(appDatabase(), reader, { code, from }, now)
  switch (outcome.kind) {
    case 'done':
    case 'redeemed':
      return redirect(pageOf(code))
    case 'wrong_start':
      return asking('Choose a day from tomorrow to a year from now.')
    case 'canceled':
      return asking('This gift was taken back by whoever bought it. Please ask them.')
    case 'unknown':
      return asking('No gift has this code. Check it, letter by letter: large and small differ.')
  }
}

/** The form's wish in a moment: now, a day, or where what one has ends (asked anew, not taken from the form). */
async function startOf(
  start: string,
  day: string,
  readerId: string,
  now: Date,
): Promise<Date | null> {
  switch (start) {
    case 'afterwards':
      return (await giftStarts(appDatabase(), readerId, now)).afterwards
    case 'day':
      return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))
        ? new Date(`${day}T00:00:00Z`)
        : null
    default:
      return now
  }
}

const pageOf = (code: string) => `/gift/redeem?${new URLSearchParams({ code })}`
