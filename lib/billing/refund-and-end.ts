import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { holdAlone, ownerOfSubscription } from '#db/queries/billing.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { ask, demand, type StripeGateway } from './gateway.ts'
import { isOutage } from './outage.ts'
import { type RefundablePayment, refundablePayments } from './refundable.ts'
import { syncCustomer } from './sync.ts'
import { within } from './within.ts'

/** What refunding and ending came to. Amounts are in minor units. */
export type RefundAndEnd =
  /** The money is on its way back, and the subscription is over. */
  | { kind: 'done'; refunded: { amount: number; currency: string } | null }
  /** We hold no subscription of that name that is ours, or it is another reader's. */
  | { kind: 'unknown' }
  /** What can be given back is not what was shown: look again before anything is done. */
  | { kind: 'changed' }
  /** The bank decides about one of the payments; nothing was done. */
  | { kind: 'disputed' }
  /** Stripe does not answer, or refuses. Doing it again goes on where it stopped. */
  | { kind: 'unavailable' }

type Order = {
  subscriptionId: string
  /** Whose it has to be, as a form says; null: the contract itself was proven. */
  readerId: string | null
  /** The last payment alone, or every payment for this subscription. */
  which: 'latest' | 'all'
  /** What was shown to whoever decided, to be refused when it is not that any more; null: whatever it is. */
  shown: number | null
  actor: { id: string | null; label: string }
  why: string
}
type Setting = { stripe: StripeGateway; priceId: string; now: Date }

/** Many payments may have to go back. After this long whoever waits hears that it is not done; it goes on meanwhile. */
const PATIENCE = 30 * SECOND

/**
 * Gives back what was paid and ends the subscription, in this order: somebody whose refund fails
 * keeps what they paid for. Under the reader's lock; each step has an idempotency key or looks first,
 * so that doing it again after a crash completes it and refunds nothing twice. Audited.
 */
export async function refundAndEnd(
  db: AppDatabase,
  order: Order,
  setting: Setting,
): Promise<RefundAndEnd> {
  try {
    return await within(
      PATIENCE,
      db.transaction((tx) => carryOut(tx, order, setting)),
    )
  } catch (error) {
    if (!isOutage(error)) throw error
    log().error({ subscription: order.subscriptionId, err: error }, 'refund and end broke off')
    return { kind: 'unavailable' }
  }
}

/** The payments that an order would give back, for a preview. Throws `StripeUnavailable`. */
export async function paymentsToRefund(
  stripe: StripeGateway,
  customerId: string,
  { subscriptionId, which }: Pick<Order, 'subscriptionId' | 'which'>,
): Promise<RefundablePayment[]> {
  const payments = await refundablePayments(stripe, customerId, subscriptionId)
  // The latest is the latest even when it was given back: a second try must not reach for the one before.
  const chosen = which === 'all' ? payments : payments.slice(0, 1)
  return chosen.filter(({ amount }) => amount > 0)
}

async function carryOut(tx: AppTransaction, order: Order, setting: Setting): Promise<RefundAndEnd> {
  const { stripe, priceId, now } = setting
  const owner = await ownerOfSubscription(tx, order.subscriptionId)
  if (!owner) return { kind: 'unknown' }
  if (order.readerId !== null && order.readerId !== owner.readerId) return { kind: 'unknown' }
  await holdAlone(tx, `reader ${owner.readerId}`, 8 * SECOND)
  const payments = await paymentsToRefund(stripe, owner.customerId, order)
  if (payments.some(({ disputed }) => disputed)) return { kind: 'disputed' }
  const total = payments.reduce((sum, { amount }) => sum + amount, 0)
  if (order.shown !== null && order.shown !== total) return { kind: 'changed' }
  for (const payment of payments) await giveBack(stripe, payment, order)
  await endNow(stripe, order)
  if (order.which === 'all') await takeCreditBack(stripe, owner.customerId)
  await syncCustomer(tx, owner.customerId, { stripe, priceId, now })
  const [first] = payments
  const refunded = first ? { amount: total, currency: first.currency } : null
  await addAuditEntry(tx, {
    actorId: order.actor.id,
    actor: order.actor.label,
    action: 'Refunded and ended a subscription',
    subjectId: owner.readerId,
    detail: { subscription: order.subscriptionId, refunded, why: order.why },
  })
  return { kind: 'done', refunded }
}

async function giveBack(
  { client }: StripeGateway,
  { paymentIntentId, amount }: RefundablePayment,
  { subscriptionId }: Order,
): Promise<void> {
  await demand('refund', () =>
    client.refunds.create(
      {
        payment_intent: paymentIntentId,
        amount,
        reason: 'requested_by_customer',
        metadata: { subscription: subscriptionId },
      },
      // The rest that is given back is part of the key: after a partial refund there is another rest.
      { idempotencyKey: `refund ${paymentIntentId} ${amount}` },
    ),
  )
}

/**
 * Whoever changed to a cheaper plan has credit at Stripe, out of a payment that goes back whole: without
 * this it would be given twice. It is set and not reduced, so that doing it again changes nothing.
 */
async function takeCreditBack({ client }: StripeGateway, customerId: string): Promise<void> {
  const customer = await ask('customer', () => client.customers.retrieve(customerId))
  if (customer === null || customer.deleted || customer.balance >= 0) return
  await demand('customer', () => client.customers.update(customerId, { balance: 0 }))
}

async function endNow({ client }: StripeGateway, { subscriptionId }: Order): Promise<void> {
  const subscription = await ask('subscription', () =>
    client.subscriptions.retrieve(subscriptionId),
  )
  if (subscription === null || subscription.ended_at !== null) return
  await demand('subscription', () =>
    client.subscriptions.cancel(subscriptionId, { invoice_now: false, prorate: false }),
  )
}
