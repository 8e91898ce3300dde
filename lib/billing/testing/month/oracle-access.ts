/**
 * Who may read, by the table in docs/billing.md and Stripe's API alone. Written anew on purpose: it
 * shares no code with `lib/access`, so that a mistake there is not made here again.
 */
import type { Stripe } from 'stripe'
import { idIn } from '../../../../local/stripe/testing/start.ts'
import {
  type Invoice,
  periodEndOf,
  readInvoice,
  readSubscription,
  type Subscription,
  subscriptionOf,
  wishedEndOf,
} from './holdings.ts'
import type { Given, Month } from './month.ts'

const DAY = 86_400
const runs: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due'])

/** What Stripe says about everything one reader bought. */
export type Bought = {
  subscriptions: Subscription[]
  invoices: Invoice[]
  /** Disputes, with the subscription that was paid for. */
  disputes: { status: string; subscription: string }[]
}

type Gifts = readonly Pick<Given, 'startsAt' | 'endsAt'>[]

/** Whether the reader may read at `now`, as the table says. */
export function mayRead(bought: Bought, given: Gifts, product: string, now: Date): boolean {
  return sourcesOf(bought, given, product, now).length > 0
}

/** The end that the reader is told, in seconds: of what lasts longest. Null: they may not read. */
export function toldEnd(bought: Bought, given: Gifts, product: string, now: Date): number | null {
  const [longest] = sourcesOf(bought, given, product, now).toSorted((a, b) => b.until - a.until)
  return longest?.told ?? null
}

/** Something by which one may read: until when it is so, and until when people are told. */
type Source = { until: number; told: number }

function sourcesOf(bought: Bought, given: Gifts, product: string, now: Date): Source[] {
  const seconds = now.getTime() / 1000
  const gifts = given
    .filter(({ startsAt, endsAt }) => startsAt <= now && now < endsAt)
    .map(({ endsAt }) => endsAt.getTime() / 1000)
  const sold = bought.subscriptions
    .filter(({ items }) => items.data.some(({ price }) => price.product === product))
    .map((subscription) => sourceIn(subscription, bought, seconds))
  return [
    ...gifts.map((end) => ({ until: end, told: end })),
    ...sold.filter((one) => one !== null),
  ].filter(({ until }) => seconds < until)
}

/** What one subscription gives, which may be over. */
function sourceIn(subscription: Subscription, bought: Bought, now: number): Source | null {
  const contested = bought.disputes.some(
    ({ status, subscription: of }) =>
      of === subscription.id && ['needs_response', 'under_review', 'lost'].includes(status),
  )
  if (contested) return null
  const { status, pause_collection: pause, trial_end } = subscription
  const wish = wishedEndOf(subscription) ?? Infinity
  const ends = (moment: number) => ({ until: Math.min(moment, wish), told: Math.min(moment, wish) })
  const pauses = pause !== null && now < (pause.resumes_at ?? Infinity)
  if (pauses && pause.behavior === 'void') {
    const paid = paidUntil(subscription, bought.invoices)
    const isOverFirst = Math.min(pause.resumes_at ?? Infinity, wish) <= paid
    if (!isOverFirst && runs.has(status)) return ends(paid)
  }
  if (status === 'trialing') return ends(trial_end ?? 0)
  if (status === 'past_due') return ends(owesSince(subscription, bought.invoices) + 14 * DAY)
  if (status !== 'active') return null
  if (wish !== Infinity) return ends(wish)
  const waived = pauses && pause.behavior !== 'void' ? pause.resumes_at : null
  if (waived !== null) return ends(waived)
  const periodEnd = periodEndOf(subscription)
  return { until: periodEnd + 3 * DAY, told: periodEnd }
}

/** Where the last paid invoice of a subscription ends; one of nothing is paid as well. 0: there is none. */
export function paidUntil({ id }: Pick<Subscription, 'id'>, invoices: Invoice[]): number {
  const ends = invoices
    .filter((one) => subscriptionOf(one) === id && one.status === 'paid')
    .map((one) => one.lines.data[0]?.period.end ?? one.period_end)
  return Math.max(0, ...ends)
}

/** When the oldest invoice was made final that is open, was tried and is not paid; else the period. */
function owesSince(subscription: Subscription, invoices: Invoice[]): number {
  const owed = invoices
    .filter(
      (invoice) =>
        subscriptionOf(invoice) === subscription.id &&
        invoice.status === 'open' &&
        invoice.attempt_count > 0 &&
        invoice.amount_remaining > 0,
    )
    .map((invoice) => invoice.status_transitions.finalized_at ?? invoice.created)
  const starts = subscription.items.data.map((item) => item.current_period_start)
  return owed.length > 0 ? Math.min(...owed) : Math.max(...starts)
}

/** What a reader bought, found at Stripe by the address it was bought with. */
export async function askWhatWasBought({ stripe }: Month, email: string): Promise<Bought> {
  const { data: customers } = await stripe.customers.list({ email, limit: 100 })
  const bought: Bought = { subscriptions: [], invoices: [], disputes: [] }
  for (const { id: customer } of customers) {
    const [subscriptions, invoices, charges] = await Promise.all([
      stripe.subscriptions.list({ customer, status: 'all', limit: 100 }),
      stripe.invoices.list({ customer, limit: 100 }),
      stripe.charges.list({ customer, limit: 100 }),
    ])
    bought.subscriptions.push(...subscriptions.data.map(readSubscription))
    bought.invoices.push(...invoices.data.map(readInvoice))
    for (const charge of charges.data.filter(({ disputed }) => disputed))
      bought.disputes.push(...(await disputesAbout(stripe, charge)))
  }
  return bought
}

async function disputesAbout(stripe: Stripe, { id }: Stripe.Charge) {
  const { data: disputes } = await stripe.disputes.list({ charge: id, limit: 100 })
  return Promise.all(
    disputes.map(async (dispute) => ({
      status: dispute.status,
      subscription: await subscriptionPaidBy(stripe, dispute),
    })),
  )
}

/** The subscription whose payment is disputed. */
export async function subscriptionPaidBy(
  stripe: Stripe,
  { payment_intent }: Pick<Stripe.Dispute, 'payment_intent'>,
): Promise<string> {
  const { data: payments } = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: idIn(payment_intent) },
  })
  return subscriptionOf(readInvoice(await stripe.invoices.retrieve(idIn(payments[0]?.invoice))))
}
