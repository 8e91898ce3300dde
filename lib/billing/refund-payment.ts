import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { addAuditEntry, isAudited } from '#db/queries/audit.ts'
import { holdAlone } from '#db/queries/billing.ts'
import { giftOfPayment } from '#db/queries/gifts.ts'
import { customersEverOf } from '#db/queries/customer-history.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { askAll, demand, type StripeGateway } from './gateway.ts'
import { isOutage } from './outage.ts'
import { type RefundablePayment, refundablePayment } from './refundable.ts'
import { syncCustomer } from './sync.ts'
import { within } from './within.ts'

/** What could be given back of one payment, for whoever is about to decide it. Amounts in minor units. */
export type PaymentPreview =
  | { kind: 'preview'; payment: RefundablePayment; gift: { months: number } | null }
  /** This reader made no such payment. */
  | { kind: 'unknown' }
  | { kind: 'unavailable' }

/** What giving back came to. */
export type PaymentRefund =
  | { kind: 'done'; refunded: { amount: number; currency: string } }
  | { kind: 'unknown' }
  /** More than is left of it, or nothing. */
  | { kind: 'not_that_much'; most: number; currency: string }
  /** Something was given back since it was shown: look again. */
  | { kind: 'changed' }
  | { kind: 'disputed' }
  | { kind: 'unavailable' }

type Order = {
  readerId: string
  paymentIntentId: string
  /** How much, of how much that was left of it when the form was made. */
  amount: number
  shown: number
  /** Of the form: what is sent twice by it is given back once. */
  form: string
  actor: { id: string | null; label: string }
  why: string
}
type Setting = { stripe: StripeGateway; priceId: string; now: Date }

const PATIENCE = 12 * SECOND

/** Asks Stripe what is left of a payment that this reader made. Changes nothing. */
export async function previewPayment(
  db: AppDatabase,
  { readerId, paymentIntentId }: Pick<Order, 'readerId' | 'paymentIntentId'>,
  stripe: StripeGateway,
): Promise<PaymentPreview> {
  try {
    const found = await within(PATIENCE, paymentOf(db, stripe, { readerId, paymentIntentId }))
    if (found === null) return { kind: 'unknown' }
    const gift = await giftOfPayment(db, paymentIntentId)
    return { kind: 'preview', payment: found.payment, gift: gift && { months: gift.months } }
  } catch (error) {
    return unavailable(error, 'a payment could not be previewed')
  }
}

/**
 * Gives a payment back, or a part of it, and ends nothing: not the subscription it was for. A gift that
 * is given back whole gives nothing any more, as with every refund. Under the reader's lock; a form that
 * is sent twice, or again after a crash, gives back once. Audited.
 */
export async function refundPayment(
  db: AppDatabase,
  order: Order,
  setting: Setting,
): Promise<PaymentRefund> {
  try {
    return await within(
      PATIENCE,
      db.transaction((tx) => carryOut(tx, order, setting)),
    )
  } catch (error) {
    return unavailable(error, 'a refund broke off')
  }
}

function unavailable(error: unknown, what: string): { kind: 'unavailable' } {
  if (!isOutage(error)) throw error
  log().error({ err: error }, what)
  return { kind: 'unavailable' }
}

async function carryOut(
  tx: AppTransaction,
  order: Order,
  setting: Setting,
): Promise<PaymentRefund> {
  const { stripe, priceId, now } = setting
  await holdAlone(tx, `reader ${order.readerId}`, 8 * SECOND)
  const found = await paymentOf(tx, stripe, order)
  if (found === null) return { kind: 'unknown' }
  const { payment, customerId } = found
  const { currency } = payment
  const before = await refundOf(stripe, order)
  if (before === null) {
    if (payment.disputed) return { kind: 'disputed' }
    if (payment.amount !== order.shown) return { kind: 'changed' }
    if (order.amount < 1 || order.amount > payment.amount)
      return { kind: 'not_that_much', most: payment.amount, currency }
    await giveBack(stripe, order)
  }
  const refunded = { amount: before ?? order.amount, currency }
  await syncCustomer(tx, customerId, { stripe, priceId, now })
  if (!(await isAudited(tx, order.readerId, ['form', order.form])))
    await addAuditEntry(tx, {
      actorId: order.actor.id,
      actor: order.actor.label,
      action: 'Refunded a payment',
      subjectId: order.readerId,
      detail: { payment: order.paymentIntentId, refunded, why: order.why, form: order.form },
    })
  return { kind: 'done', refunded }
}

/** The payment, when a customer made it that this reader is or was. */
async function paymentOf(
  db: Parameters<typeof customersEverOf>[0],
  stripe: StripeGateway,
  { readerId, paymentIntentId }: Pick<Order, 'readerId' | 'paymentIntentId'>,
) {
  const customers = await customersEverOf(db, readerId)
  const found = await refundablePayment(stripe, paymentIntentId)
  if (found === null || found.customerId === null) return null
  if (!customers.some(({ customerId }) => customerId === found.customerId)) return null
  return { payment: found.payment, customerId: found.customerId }
}

/** How much this form gave back already, or null. */
async function refundOf({ client }: StripeGateway, order: Order): Promise<number | null> {
  const refunds = await askAll('refund', () =>
    client.refunds.list({ payment_intent: order.paymentIntentId, limit: 100 }),
  )
  return refunds.find(({ metadata }) => metadata?.form === order.form)?.amount ?? null
}

async function giveBack({ client }: StripeGateway, order: Order): Promise<void> {
  const { paymentIntentId, amount, form } = order
  await demand('refund', () =>
    client.refunds.create(
      {
        payment_intent: paymentIntentId,
        amount,
        reason: 'requested_by_customer',
        metadata: { form },
      },
      { idempotencyKey: `refund ${paymentIntentId} ${form}` },
    ),
  )
}
