/**
 * Which mails must have been written and which may have been, by what Stripe's events tell and by the
 * rules in docs/billing.md. A mail is due when its reason stood at a moment at which nothing was on its
 * way; it is excused when its reason stood only in between, where we may not have seen it.
 */
import { z } from 'zod'
import type { Told } from './courier.ts'
import type { Settled } from './drive.ts'

const DAY = 86_400
/** What is older than this when we first see it is no news. */
const NEWS = 3 * DAY

const subscriptionShape = z.object({
  object: z.literal('subscription'),
  id: z.string(),
  customer: z.string(),
  status: z.string(),
  created: z.number(),
  canceled_at: z.number().nullable(),
  cancel_at: z.number().nullable(),
  cancel_at_period_end: z.boolean(),
  items: z.object({
    data: z.array(
      z.object({ current_period_end: z.number(), price: z.object({ product: z.string() }) }),
    ),
  }),
})
const invoiceShape = z.object({
  object: z.literal('invoice'),
  id: z.string(),
  customer: z.string(),
  status: z.string(),
  created: z.number(),
  currency: z.string(),
  amount_paid: z.number(),
  amount_remaining: z.number(),
  attempt_count: z.number(),
  status_transitions: z.object({
    finalized_at: z.number().nullable(),
    paid_at: z.number().nullable(),
  }),
  parent: z.object({ subscription_details: z.object({ subscription: z.string() }) }),
})
const customerShape = z.object({ object: z.literal('customer'), id: z.string() })
const thing = z.discriminatedUnion('object', [subscriptionShape, invoiceShape, customerShape])

type Subscription = z.infer<typeof subscriptionShape>
type Invoice = z.infer<typeof invoiceShape>

/** What one customer has, as the events up to some point tell it. */
type Holding = { subscriptions: Map<string, Subscription>; invoices: Map<string, Invoice> }

/** By once-only key, with what the mail may say; it must say one of it. */
type Reasons = Map<string, Set<string>>
export type Expected = { must: Reasons; may: Reasons }

/** Reads the whole history and says which mails follow from it. */
export function expectMails(history: Told[], settled: Settled[], product: string): Expected {
  const expected: Expected = { must: new Map(), may: new Map() }
  const holdings = new Map<string, Holding>()
  const touched = new Set<string>()
  let next = 0
  for (const [place, event] of history.entries()) {
    for (; (settled[next]?.events ?? Infinity) <= place; next++)
      weigh(settled[next], holdings, touched, product, expected.must)
    const customer = take(event, holdings)
    if (customer === null) continue
    touched.add(customer)
    addReasons(holdings.get(customer), product, event.created, expected.may)
  }
  for (; next < settled.length; next++)
    weigh(settled[next], holdings, touched, product, expected.must)
  return expected
}

/** What stood at a settled moment among those whose things changed since the one before. */
function weigh(
  moment: Settled | undefined,
  holdings: Map<string, Holding>,
  touched: Set<string>,
  product: string,
  into: Reasons,
): void {
  if (!moment) return
  for (const customer of touched)
    addReasons(holdings.get(customer), product, moment.at.getTime() / 1000, into)
  touched.clear()
}

/** Puts what an event tells where it belongs, and says whose it is. */
function take(event: Told, holdings: Map<string, Holding>): string | null {
  const parsed = thing.safeParse(event.data.object)
  if (!parsed.success) return null
  const { data } = parsed
  if (data.object === 'customer') {
    if (event.type === 'customer.deleted') holdings.delete(data.id)
    return null
  }
  const holding: Holding = holdings.get(data.customer) ?? {
    subscriptions: new Map(),
    invoices: new Map(),
  }
  holdings.set(data.customer, holding)
  if (data.object === 'subscription') holding.subscriptions.set(data.id, data)
  else holding.invoices.set(data.id, data)
  return data.customer
}

function addReasons(
  holding: Holding | undefined,
  product: string,
  now: number,
  into: Reasons,
): void {
  for (const subscription of holding?.subscriptions.values() ?? []) {
    if (!subscription.items.data.some(({ price }) => price.product === product)) continue
    note(into, reasonsOf(subscription, now))
    for (const invoice of holding?.invoices.values() ?? [])
      if (invoice.parent.subscription_details.subscription === subscription.id)
        note(into, reasonsOfInvoice(invoice, subscription, now))
  }
}

function note(into: Reasons, reasons: Iterable<Reason>): void {
  for (const [key, says] of reasons) into.set(key, (into.get(key) ?? new Set()).add(says))
}

/** A mail's once-only key, and what it says. */
type Reason = readonly [string, string]

const isNews = (moment: number, now: number) => now - moment < NEWS

const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString()

function* reasonsOf(subscription: Subscription, now: number): Iterable<Reason> {
  const { id, status, created, canceled_at, cancel_at, cancel_at_period_end, items } = subscription
  if ((status === 'active' || status === 'trialing') && isNews(created, now))
    yield [`welcome:${id}`, '']
  const periodEnd = Math.max(...items.data.map((item) => item.current_period_end))
  const end = cancel_at ?? (cancel_at_period_end ? periodEnd : null)
  const runs = ['active', 'trialing', 'past_due'].includes(status)
  if (end !== null && canceled_at !== null && runs && end > now && isNews(canceled_at, now))
    yield [`ends_on:${id}:${isoOf(canceled_at)}`, isoOf(end)]
}

function* reasonsOfInvoice(
  invoice: Invoice,
  subscription: Subscription,
  now: number,
): Iterable<Reason> {
  const { id, status, created, currency, amount_paid, amount_remaining, attempt_count } = invoice
  const { paid_at, finalized_at } = invoice.status_transitions
  if (status === 'paid' && amount_paid > 0 && isNews(paid_at ?? created, now))
    yield [`receipt:${id}`, `${amount_paid} ${currency}`]
  const owed = status === 'open' && attempt_count > 0 && amount_remaining > 0
  if (owed && subscription.status === 'past_due' && isNews(finalized_at ?? created, now))
    yield [`payment_failed:${id}`, `${amount_remaining} ${currency}`]
}
