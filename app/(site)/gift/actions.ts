'use server'

import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { startGift } from '#lib/billing/gifts/begin.ts'
import { type Field, readGiftOrder, type Typed } from '#lib/billing/gifts/order.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { textOf } from '../../request-origin.ts'

/** What the form shows when it led nowhere: what was typed, and what is wrong with it. */
export type GiftState = {
  problem: string | null
  problems: Partial<Record<Field, string>>
  typed: Typed
}

/** Leads a signed-in reader to Stripe's page, to pay for a gift. The price is ours. */
export async function giveGift(_before: GiftState, form: FormData): Promise<GiftState> {
  const typed: Typed = {
    months: textOf(form, 'months'),
    giver: textOf(form, 'giver'),
    recipient: textOf(form, 'recipient'),
    email: textOf(form, 'email'),
    note: textOf(form, 'note'),
    day: textOf(form, 'day'),
  }
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Fgift')
  const setting = interactiveBilling()
  const reading = readGiftOrder(typed, setting.now)
  if (reading.kind === 'wrong') return { typed, problem: null, problems: reading.problems }
  const failed = (problem: string): GiftState => ({ typed, problem, problems: {} })
  const turn = await takeTurn(appDatabase(), limits.giftCheckouts, reader.id)
  if (turn.kind === 'limited')
    return failed('That was tried very often. Please wait a few minutes and try again.')
  const { id, email, name } = reader
  const outcome = await startGift(billingDatabase(), { id, email, name }, reading.order, setting)
  switch (outcome.kind) {
    case 'pay':
      return redirect(outcome.url)
    case 'not_offered':
      return { typed, problem: null, problems: { months: 'Choose how long the gift lasts.' } }
    case 'unavailable':
      return failed(
        'We cannot reach our payment provider just now. Nothing was charged; please try again in a moment.',
      )
  }
}
