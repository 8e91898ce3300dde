/**
 * Who may read, by the table in docs/billing.md and Stripe's API alone. Written anew on purpose: it
 * shares no code with `lib/access`, so that a mistake there is not made here again.
 */
import type { Stripe } from 'stripe'
import { idIn } from '../../../../local/stripe/testing/start.ts'
import type { Given, Month } from './month.ts'

const DAY = 86_400
const runs: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due'])

/** What Stripe says about everything one reader bought. Times are Stripe's, in seconds. */
export type Bought = {
  subscriptions: Stripe.Subscription[]
  invoices: Stripe.Invoice[]
  /** Disputes, with the subscription that was paid for. */
  disputes: { status: string; subscription: string }[]
}

/** Whether the reader may read at `now`, as the table says. */
export function mayRead(
  bought: Bought,
  given: readonly Pick<Given, 'startsAt' | 'endsAt'>[],
  product: string,
  now: Date,
): boolean {
  if (given.some(({ startsAt, endsAt }) => startsAt <= now && now < endsAt)) return true
  const seconds = now.getTime() / 1000
  return bought.subscriptions
    .filter(({ items }) => items.data.some(({ price }) => price.product === product))
    .some((subscription) => gives(subscription, bought, seconds))
}

function gives(subscription: Stripe.Subscription, bought: Bought, now: number): boolean {
  const contested = bought.disputes.some(
    ({ status, subscription: of }) =>
      of === subscription.id && ['needs_response', 'under_review', 'lost'].includes(status),
  )
  if (contested) return false
  const { status, pause_collection: pause } = subscription
  const periodEnd = Math.max(...subscription.items.data.map((item) => item.current_period_end))
  const wish =
    subscription.cancel_at ?? (subscription.cancel_at_period_end ? periodEnd : Number.MAX_VALUE)
  if (now >= wish) return false
  const pauses = pause !== null && now < (pause.resumes_at ?? Number.MAX_VALUE)
  if (pauses && pause.behavior === 'void') {
    const paid = paidUntil(subscription, bought.invoices)
    const isOverFirst = Math.min(pause.resumes_at ?? Number.MAX_VALUE, wish) <= paid
    if (!isOverFirst && runs.has(status)) return now < paid
  }
  if (status === 'trialing') return now < (subscription.trial_end ?? 0)
  if (status === 'past_due') return now < owesSince(subscription, bought.invoices) + 14 * DAY
  if (status !== 'active') return false
  const waived = pauses && pause.behavior !== 'void' && pause.resumes_at !== null
  return wish !== Number.MAX_VALUE || waived || now < periodEnd + 3 * DAY
}

/** Where the last paid invoice of a subscription ends; one of nothing is paid as well. */
function paidUntil({ id }: Stripe.Subscription, invoices: Stripe.Invoice[]): number {
  const ends = invoices
    .filter((one) => one.parent?.subscription_details?.subscription === id && one.status === 'paid')
    .map((one) => one.lines.data[0]?.period.end ?? one.period_end)
  return Math.max(0, ...ends)
}

/** When the oldest invoice was made final that is open, was tried and is not paid; else the period. */
function owesSince(subscription: Stripe.Subscription, invoices: Stripe.Invoice[]): number {
  const owed = invoices
    .filter(
      (invoice) =>
        invoice.parent?.subscription_details?.subscription === subscription.id &&
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
    bought.subscriptions.push(...subscriptions.data)
    bought.invoices.push(...invoices.data)
    for (const charge of charges.data.filter(({ disputed }) => disputed))
      bought.disputes.push(...(await disputesAbout(stripe, charge)))
  }
  return bought
}

async function disputesAbout(stripe: Stripe, { id, payment_intent }: Stripe.Charge) {
  const { data: disputes } = await stripe.disputes.list({ charge: id, limit: 100 })
  const { data: payments } = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: idIn(payment_intent) },
  })
  const invoice = await stripe.invoices.retrieve(idIn(payments[0]?.invoice))
  const subscription = idIn(invoice.parent?.subscription_details?.subscription)
  return disputes.map(({ status }) => ({ status, subscription }))
}
