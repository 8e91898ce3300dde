import type { NewCharge, NewDispute, NewInvoice, NewSubscription } from '#db/queries/billing.ts'
import type { Stripe } from './gateway.ts'
import { discountedAmount } from './discounted.ts'
import { idOf } from './reference.ts'

/** What makes a subscription one to our product: its product, or its price. Never its amount. */
export type OurPlan = { priceId: string; productId: string | null }

const moment = (seconds: number | null | undefined) =>
  typeof seconds === 'number' ? new Date(seconds * 1000) : null

type Item = Stripe.SubscriptionItem

/** What one subscription says by itself; the rest of its row follows from others (`known-state.ts`). */
export type SubscriptionAsSent = Omit<NewSubscription, 'unpaidSince' | 'knownUntil' | 'oddity'>

/**
 * Our copy of a subscription. Objects of older API versions have no period on their items, and a
 * subscription may have any number of items: what is not there becomes null, nothing throws.
 * `unpaidSince` comes from its invoices, `knownUntil` from the decision: see `sync.ts`.
 */
export function toSubscriptionRow(
  subscription: Stripe.Subscription,
  customerId: string,
  plan: OurPlan,
  syncedAt: Date,
): SubscriptionAsSent {
  const items: Item[] = subscription.items?.data ?? []
  const item = items.find((one) => isOurs(one, plan)) ?? items[0]
  return {
    id: subscription.id,
    customerId,
    status: subscription.status,
    ours: items.some((one) => isOurs(one, plan)),
    priceId: item?.price?.id ?? null,
    unitAmount: item?.price?.unit_amount ?? null,
    currency: subscription.currency,
    interval: item?.price?.recurring?.interval ?? null,
    quantity: item?.quantity ?? null,
    discountedAmount: discountedAmount(subscription),
    periodStart: latest(items.map((one) => moment(one.current_period_start))),
    periodEnd: latest(items.map((one) => moment(one.current_period_end))),
    cancelAt: moment(subscription.cancel_at),
    cancelAtPeriodEnd: subscription.cancel_at_period_end ?? false,
    canceledAt: moment(subscription.canceled_at),
    endedAt: moment(subscription.ended_at),
    trialEnd: moment(subscription.trial_end),
    pauseBehavior: subscription.pause_collection?.behavior ?? null,
    pauseResumesAt: moment(subscription.pause_collection?.resumes_at),
    createdAt: moment(subscription.created) ?? syncedAt,
    syncedAt,
    vanishedAt: null,
  }
}

function isOurs(item: Item, plan: OurPlan): boolean {
  if (item.price?.id === plan.priceId) return true
  return plan.productId !== null && idOf(item.price?.product) === plan.productId
}

function latest(moments: (Date | null)[]): Date | null {
  return moments.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null)
}

/** Our copy of an invoice. */
export function toInvoiceRow(
  invoice: Stripe.Invoice,
  customerId: string,
  syncedAt: Date,
): NewInvoice | null {
  // An upcoming invoice is a forecast and has no id.
  if (!invoice.id) return null
  const line = invoice.lines?.data[0]?.period
  return {
    id: invoice.id,
    customerId,
    subscriptionId: idOf(invoice.parent?.subscription_details?.subscription),
    number: invoice.number ?? null,
    status: invoice.status ?? null,
    billingReason: invoice.billing_reason ?? null,
    currency: invoice.currency,
    amountDue: invoice.amount_due,
    amountPaid: invoice.amount_paid,
    amountRemaining: invoice.amount_remaining,
    attempts: invoice.attempt_count ?? 0,
    nextAttemptAt: moment(invoice.next_payment_attempt),
    // The invoice's own period is the one before; what was bought stands on its lines.
    periodStart: moment(line?.start ?? invoice.period_start) ?? syncedAt,
    periodEnd: moment(line?.end ?? invoice.period_end) ?? syncedAt,
    createdAt: moment(invoice.status_transitions?.finalized_at ?? invoice.created) ?? syncedAt,
    paidAt: moment(invoice.status_transitions?.paid_at),
    hostedUrl: invoice.hosted_invoice_url ?? null,
    pdfUrl: invoice.invoice_pdf ?? null,
    syncedAt,
  }
}

/**
 * Our copy of a payment. `amount_captured` is 0 for one that failed or was only reserved. A reservation
 * that was given up counts as refunded at Stripe; what was never taken is not given back.
 */
export function toChargeRow(charge: Stripe.Charge, customerId: string, syncedAt: Date): NewCharge {
  const card = charge.payment_method_details?.card
  return {
    id: charge.id,
    customerId,
    paymentIntentId: idOf(charge.payment_intent),
    status: charge.status,
    currency: charge.currency,
    amountCaptured: charge.amount_captured,
    amountRefunded: Math.min(charge.amount_refunded, charge.amount_captured),
    cardBrand: card?.brand ?? null,
    cardLast4: digitsOf(card?.last4),
    createdAt: moment(charge.created) ?? syncedAt,
    syncedAt,
  }
}

/** Some cards have no number that ends in four digits; then none is shown. */
const digitsOf = (last4: string | null | undefined) =>
  last4 && /^[0-9]{4}$/.test(last4) ? last4 : null

/** The card that the next payment is taken from, as far as people are shown it. */
export type CardOnFile = {
  cardBrand: string | null
  cardLast4: string | null
  cardExpMonth: number | null
  cardExpYear: number | null
}

/** A subscription's own payment method comes before its customer's; one that is no card has no number. */
export function toCardOnFile(
  customer: Stripe.Customer,
  subscriptions: Stripe.Subscription[],
): CardOnFile {
  const running = subscriptions.find((one) => !one.ended_at && one.default_payment_method !== null)
  const method =
    running?.default_payment_method ?? customer.invoice_settings?.default_payment_method ?? null
  const card = method === null || typeof method === 'string' ? undefined : method.card
  return {
    cardBrand: card?.brand ?? null,
    cardLast4: digitsOf(card?.last4),
    cardExpMonth: card?.exp_month ?? null,
    cardExpYear: card?.exp_year ?? null,
  }
}

/** Our copy of a dispute; `subscriptionId` is the subscription its payment was for, if it is known. */
export function toDisputeRow(
  dispute: Stripe.Dispute,
  customerId: string,
  subscriptionId: string | null,
  syncedAt: Date,
): NewDispute {
  return {
    id: dispute.id,
    customerId,
    subscriptionId,
    chargeId: idOf(dispute.charge),
    paymentIntentId: idOf(dispute.payment_intent),
    status: dispute.status,
    reason: dispute.reason,
    evidenceDueAt: moment(dispute.evidence_details?.due_by),
    amount: dispute.amount,
    currency: dispute.currency,
    createdAt: moment(dispute.created) ?? syncedAt,
    syncedAt,
  }
}

/**
 * Since when a subscription owes money: the first of its invoices that is open, was tried, and is
 * not paid. Null when there is none.
 */
export function unpaidSince(subscriptionId: string, invoices: NewInvoice[]): Date | null {
  const owed = invoices
    .filter(
      (one) =>
        one.subscriptionId === subscriptionId &&
        one.status === 'open' &&
        one.amountRemaining > 0 &&
        one.attempts > 0,
    )
    .map((one) => one.createdAt)
    .toSorted((a, b) => a.getTime() - b.getTime())
  return owed[0] ?? null
}

/** Where the last period of a subscription ends that was paid for, by an amount of zero as well; or null. */
export function coveredUntil(subscriptionId: string, invoices: NewInvoice[]): Date | null {
  const paid = invoices.filter(
    (one) => one.subscriptionId === subscriptionId && one.status === 'paid',
  )
  return latest(paid.map(({ periodEnd }) => periodEnd))
}
