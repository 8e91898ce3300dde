'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { refundAndEnd } from '#lib/billing/refund-and-end.ts'
import { billingDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../../../request-origin.ts'
import { requireStaff } from '../../../../guard.ts'

/** What the form shows when nothing was refunded, with what was typed. */
export type RefundState = { problem: string | null; why: string }

const order = z.object({
  id: z.uuid(),
  subscription: z.string().regex(/^sub_\w+$/),
  shown: z.coerce.number().int().min(0),
})

/** Gives the last payment back and ends the subscription of the form, if it is of the reader of the form. */
export async function refundReader(_before: RefundState, form: FormData): Promise<RefundState> {
  const { actor } = await requireStaff('refund payments', '/newsroom/readers')
  const fields = order.safeParse({
    id: textOf(form, 'id'),
    subscription: textOf(form, 'subscription'),
    shown: textOf(form, 'shown'),
  })
  if (!fields.success) redirect('/newsroom/readers')
  const why = textOf(form, 'why').trim().slice(0, 500)
  if (why === '') return { why, problem: 'Why? A few words are enough; the audit log keeps them.' }
  const { id, subscription, shown } = fields.data
  const outcome = await refundAndEnd(
    billingDatabase(),
    { subscriptionId: subscription, readerId: id, which: 'latest', shown, actor, why },
    interactiveBilling(),
  )
  switch (outcome.kind) {
    case 'done':
      return redirect(`/newsroom/readers/${id}?did=${outcome.refunded ? 'refunded' : 'ended'}`)
    case 'unknown':
      return redirect(`/newsroom/readers/${id}`)
    case 'changed':
      return {
        why,
        problem:
          'What can be refunded has changed since this page was opened. Nothing was done: open it again and look.',
      }
    case 'disputed':
      return {
        why,
        problem:
          'This payment is disputed, and the bank decides about it. Nothing was done: a refund beside a dispute would pay twice.',
      }
    case 'unavailable':
      return {
        why,
        problem:
          'Stripe does not answer, or did not take it. Look at the reader again in a moment: what was done stays done, and doing it again goes on where it stopped.',
      }
  }
}
