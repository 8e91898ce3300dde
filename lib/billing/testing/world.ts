/**
 * What the fake Stripe knows: plain objects, as Stripe would send them, that a test changes as it
 * likes. Only the fields our code reads are there; the local Stripe has them all.
 */
type Thing = { id: string; object: string } & Record<string, unknown>

/** Everything on one fake account. Lists are in the order of making, as `starting_after` needs. */
export type World = {
  customers: Map<string, Thing>
  subscriptions: Map<string, Thing>
  invoices: Map<string, Thing>
  charges: Map<string, Thing>
  disputes: Map<string, Thing>
  invoicePayments: Map<string, Thing>
  prices: Map<string, Thing>
  coupons: Map<string, Thing>
  sessions: Map<string, Thing>
  events: Map<string, Thing>
}

/** Our price, on every fake account. */
export const PRICE = 'price_monthly'
/** The price of the annual plan, of the same product. */
export const ANNUAL = 'price_annual'
/** Their product. */
export const PRODUCT = 'prod_leadline'

const unix = (moment: Date) => Math.floor(moment.getTime() / 1000)

/** An account that sells our monthly and our annual price, and nothing else yet. */
export function makeWorld(): World {
  const price = {
    id: PRICE,
    object: 'price',
    active: true,
    lookup_key: 'foldline_monthly',
    type: 'recurring',
    recurring: { interval: 'month', interval_count: 1 },
    product: PRODUCT,
    unit_amount: 500,
    currency: 'usd',
  }
  const annual = {
    ...price,
    id: ANNUAL,
    lookup_key: 'foldline_annual',
    recurring: { interval: 'year', interval_count: 1 },
    unit_amount: 5000,
  }
  return {
    customers: new Map(),
    subscriptions: new Map(),
    invoices: new Map(),
    charges: new Map(),
    disputes: new Map(),
    invoicePayments: new Map(),
    prices: new Map([
      [PRICE, price],
      [ANNUAL, annual],
    ]),
    coupons: new Map(),
    sessions: new Map(),
    events: new Map(),
  }
}

/** A customer; `deleted: true` among the changes makes it what Stripe shows of a deleted one. */
export function customer(id: string, changes: Record<string, unknown> = {}): Thing {
  return { id, object: 'customer', livemode: false, email: null, ...changes }
}

/** A subscription to our price that began at `now` and is paid for a month, with changes. */
export function subscription(
  id: string,
  of: string,
  now: Date,
  changes: Record<string, unknown> = {},
): Thing {
  return {
    id,
    object: 'subscription',
    customer: of,
    status: 'active',
    currency: 'usd',
    created: unix(now),
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    ended_at: null,
    trial_end: null,
    pause_collection: null,
    items: { object: 'list', data: [item(now)] },
    ...changes,
  }
}

/** An item of a subscription, of our price unless changed, paid for a month from `now`. */
export function item(now: Date, changes: Record<string, unknown> = {}): Thing {
  return {
    id: `si_${unix(now)}`,
    object: 'subscription_item',
    quantity: 1,
    current_period_start: unix(now),
    current_period_end: unix(now) + 30 * 86_400,
    price: {
      id: PRICE,
      object: 'price',
      product: PRODUCT,
      unit_amount: 500,
      recurring: { interval: 'month' },
    },
    ...changes,
  }
}

/** A paid invoice of a subscription, made at `now`, with changes. */
export function invoice(
  id: string,
  of: { customer: string; subscription: string },
  now: Date,
  changes: Record<string, unknown> = {},
): Thing {
  const start = unix(now)
  return {
    id,
    object: 'invoice',
    customer: of.customer,
    parent: { subscription_details: { subscription: of.subscription } },
    number: `L-${id}`,
    status: 'paid',
    currency: 'usd',
    amount_due: 500,
    amount_paid: 500,
    amount_remaining: 0,
    attempt_count: 1,
    next_payment_attempt: null,
    period_start: start,
    period_end: start,
    created: start,
    status_transitions: { finalized_at: start, paid_at: start },
    hosted_invoice_url: `https://invoice.stripe.com/i/${id}`,
    invoice_pdf: null,
    lines: { object: 'list', data: [{ period: { start, end: start + 30 * 86_400 } }] },
    ...changes,
  }
}

/** Makes a card's owner contest the payment of an invoice: charge, payment and dispute. */
export function contest(
  world: World,
  id: string,
  of: { customer: string; subscription: string },
  status = 'needs_response',
): void {
  const intent = `pi_${id}`
  const paid = invoice(`in_${id}`, of, new Date('2027-01-01T00:00:00Z'))
  world.invoices.set(paid.id, paid)
  world.charges.set(`ch_${id}`, {
    id: `ch_${id}`,
    object: 'charge',
    customer: of.customer,
    disputed: true,
    payment_intent: intent,
    status: 'succeeded',
    amount_captured: 500,
    amount_refunded: 0,
    currency: 'usd',
    created: unix(new Date('2027-01-01T00:00:00Z')),
  })
  world.invoicePayments.set(`inpay_${id}`, {
    id: `inpay_${id}`,
    object: 'invoice_payment',
    invoice: paid,
    payment: { type: 'payment_intent', payment_intent: intent },
  })
  world.disputes.set(`du_${id}`, {
    id: `du_${id}`,
    object: 'dispute',
    charge: `ch_${id}`,
    status,
    reason: 'fraudulent',
    amount: 500,
    currency: 'usd',
    created: unix(new Date('2027-01-02T00:00:00Z')),
  })
}
