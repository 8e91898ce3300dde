'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { type PaymentRefund, refundPayment } from '#lib/billing/refund-payment.ts'
import { formatMoney, readMoney } from '#lib/format.ts'
import { billingDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../../../request-origin.ts'
import { requireStaff } from '../../../../guard.ts'

/** What the form shows when nothing was given back, with what was typed. */
export type GiveBackState = { problem: string | null; amount: string; why: string }

const order = z.object({
  id: z.uuid(),
  payment: z.string().regex(/^pi_\w+$/),
  form: z.uuid(),
  currency: z.string().regex(/^[a-z]{3}$/),
  shown: z.coerce.number().int().min(0),
})

/** Gives the payment of the form back, or a part of it, if the reader of the form made it. */
export async function giveBackPayment(
  _before: GiveBackState,
  form: FormData,
): Promise<GiveBackState> {
  const { actor } = await requireStaff('refund payments', '/newsroom/readers')
  const fields = order.safeParse({
    id: textOf(form, 'id'),
    payment: textOf(form, 'payment'),
    form: textOf(form, 'form'),
    currency: textOf(form, 'currency'),
    shown: textOf(form, 'shown'),
  })
  if (!fields.success) redirect('/newsroom/readers')
  const { id, payment, currency, shown } = fields.data
  const typed = { amount: textOf(form, 'amount').trim(), why: textOf(form, 'why').trim() }
  const amount = readMoney(typed.amount, currency)
  if (amount === null) return { ...typed, problem: 'How much? Type an amount such as 4.50.' }
  if (typed.why === '')
    return { ...typed, problem: 'Why? A few words are enough; the audit log keeps them.' }
  const outcome = await refundPayment(
    billingDatabase(),
    {
      readerId: id,
      paymentIntentId: payment,
      amount,
      shown,
      form: fields.data.form,
      actor,
      why: typed.why.slice(0, 500),
    },
    interactiveBilling(),
  )
  if (outcome.kind === 'done') redirect(`/newsroom/readers/${id}?did=given_back`)
  if (outcome.kind === 'unknown') redirect(`/newsroom/readers/${id}`)
  return { ...typed, problem: problemOf(outcome) }
}

function problemOf(outcome: Exclude<PaymentRefund, { kind: 'done' | 'unknown' }>): string {
  switch (outcome.kind) {
    case 'not_that_much':
      return `Between ${formatMoney(1, outcome.currency)} and ${formatMoney(outcome.most, outcome.currency)} can be given back. Nothing was done.`
    case 'changed':
      return 'Something of this payment was given back since this page was opened. Nothing was done now: open it again and look.'
    case 'disputed':
      return 'This payment is disputed, and the bank decides about it. Nothing was done: a refund beside a dispute would pay twice.'
    case 'unavailable':
      return 'Stripe does not answer, or did not take it. Try again in a moment: it is given back once, however often this form is sent.'
  }
}
