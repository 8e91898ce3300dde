/** What each customer has at Stripe, as its events tell it, one version after the other. */
import { z } from 'zod'
import type { Told } from './courier.ts'

const reference = z.string().nullable()
const subscriptionShape = z.object({
  object: z.literal('subscription'),
  id: z.string(),
  customer: z.string(),
  status: z.string(),
  created: z.number(),
  currency: z.string(),
  canceled_at: z.number().nullable(),
  cancel_at: z.number().nullable(),
  cancel_at_period_end: z.boolean(),
  ended_at: z.number().nullable(),
  trial_end: z.number().nullable(),
  default_payment_method: reference,
  discounts: z.array(z.string()),
  pause_collection: z
    .object({ behavior: z.string(), resumes_at: z.number().nullable() })
    .nullable(),
  items: z.object({
    data: z.array(
      z.object({
        current_period_start: z.number(),
        current_period_end: z.number(),
        quantity: z.number().optional(),
        price: z.object({
          product: z.string(),
          unit_amount: z.number().nullable(),
          recurring: z.object({ interval: z.string() }).nullable(),
        }),
      }),
    ),
  }),
})
const invoiceShape = z.object({
  object: z.literal('invoice'),
  id: z.string(),
  customer: z.string(),
  number: z.string().nullable(),
  status: z.string(),
  created: z.number(),
  currency: z.string(),
  amount_paid: z.number(),
  amount_remaining: z.number(),
  attempt_count: z.number(),
  next_payment_attempt: z.number().nullable(),
  period_end: z.number(),
  hosted_invoice_url: z.string().nullish(),
  lines: z.object({
    data: z.array(z.object({ period: z.object({ start: z.number(), end: z.number() }) })),
  }),
  status_transitions: z.object({
    finalized_at: z.number().nullable(),
    paid_at: z.number().nullable(),
  }),
  parent: z.object({ subscription_details: z.object({ subscription: z.string() }) }),
})
const disputeShape = z.object({
  object: z.literal('dispute'),
  id: z.string(),
  charge: z.string(),
  status: z.string(),
  created: z.number(),
  amount: z.number(),
  currency: z.string(),
  reason: z.string(),
})
const customerShape = z.object({
  object: z.literal('customer'),
  id: z.string(),
  email: z.string(),
  invoice_settings: z.object({ default_payment_method: reference }),
})
const methodShape = z.object({
  object: z.literal('payment_method'),
  id: z.string(),
  card: z.object({
    brand: z.string(),
    last4: z.string(),
    exp_month: z.number(),
    exp_year: z.number(),
  }),
})
const discountShape = z.object({
  object: z.literal('discount'),
  id: z.string(),
  end: z.number().nullable(),
  source: z.object({ coupon: z.string() }),
})
const chargeShape = z.object({
  object: z.literal('charge'),
  id: z.string(),
  customer: z.string(),
})
const thing = z.discriminatedUnion('object', [
  subscriptionShape,
  invoiceShape,
  disputeShape,
  customerShape,
  methodShape,
  discountShape,
  chargeShape,
])

export type Subscription = z.infer<typeof subscriptionShape>
export type Invoice = z.infer<typeof invoiceShape>
export type Dispute = z.infer<typeof disputeShape>
export type Discount = z.infer<typeof discountShape>
export type Card = z.infer<typeof methodShape>['card']

/** What one customer has at one moment. Never changed: each event makes another one. */
export type Holding = {
  customer: string
  email: string
  defaultMethod: string | null
  subscriptions: ReadonlyMap<string, Subscription>
  invoices: ReadonlyMap<string, Invoice>
  disputes: ReadonlyMap<string, Dispute>
}

export type Holdings = {
  /** Learns from an event. Says whose holding is another one now. */
  take: (event: Told) => string | null
  /** Null: there is no such customer any more. */
  of: (customer: string) => Holding | null
  card: (method: string) => Card | null
  discount: (id: string) => Discount | null
}

export function createHoldings(): Holdings {
  const all = new Map<string, Holding>()
  const cards = new Map<string, Card>()
  const discounts = new Map<string, Discount>()
  const payers = new Map<string, string>()
  const change = (customer: string, more: (held: Holding) => Partial<Holding>) => {
    const held = all.get(customer)
    if (!held) return null
    all.set(customer, { ...held, ...more(held) })
    return customer
  }
  const take = ({ type, data: { object } }: Told): string | null => {
    const parsed = thing.safeParse(object)
    if (!parsed.success) return null
    const { data } = parsed
    switch (data.object) {
      case 'customer': {
        if (type === 'customer.deleted') {
          all.delete(data.id)
          return data.id
        }
        const held = all.get(data.id) ?? nothing
        const defaultMethod = data.invoice_settings.default_payment_method
        all.set(data.id, { ...held, customer: data.id, email: data.email, defaultMethod })
        return data.id
      }
      case 'payment_method':
        cards.set(data.id, data.card)
        return null
      case 'discount':
        discounts.set(data.id, data)
        return null
      case 'charge':
        payers.set(data.id, data.customer)
        return null
      case 'subscription':
        return change(data.customer, ({ subscriptions }) => ({
          subscriptions: withOne(subscriptions, data),
        }))
      case 'invoice':
        return change(data.customer, ({ invoices }) => ({ invoices: withOne(invoices, data) }))
      case 'dispute':
        return change(payers.get(data.charge) ?? '', ({ disputes }) => ({
          disputes: withOne(disputes, data),
        }))
    }
  }
  return {
    take,
    of: (customer) => all.get(customer) ?? null,
    card: (method) => cards.get(method) ?? null,
    discount: (id) => discounts.get(id) ?? null,
  }
}

const nothing: Pick<Holding, 'disputes' | 'invoices' | 'subscriptions'> = {
  subscriptions: new Map(),
  invoices: new Map(),
  disputes: new Map(),
}

function withOne<T extends { id: string }>(held: ReadonlyMap<string, T>, one: T) {
  return new Map(held).set(one.id, one)
}

/** An object of the API, which reads as one of an event does. */
export const readSubscription = (from: unknown): Subscription => subscriptionShape.parse(from)
export const readInvoice = (from: unknown): Invoice => invoiceShape.parse(from)

export const subscriptionOf = ({ parent }: Pick<Invoice, 'parent'>) =>
  parent.subscription_details.subscription

/** What is asked of a subscription, of the API's as of an event's. */
type Ending = {
  cancel_at: number | null
  cancel_at_period_end: boolean
  items: { data: { current_period_end: number }[] }
}

/** The end of what is paid for. */
export function periodEndOf({ items }: Pick<Ending, 'items'>): number {
  return Math.max(...items.data.map((item) => item.current_period_end))
}

/** When it is to end by somebody's wish, or null. */
export function wishedEndOf(one: Ending): number | null {
  return one.cancel_at ?? (one.cancel_at_period_end ? periodEndOf(one) : null)
}
