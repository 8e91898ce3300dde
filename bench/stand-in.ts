/**
 * A Stripe that answers everything after the same few milliseconds, from nothing but the address it
 * was asked at: every customer has one subscription to our price, begun ten days ago and paid for a
 * month, so that no mail is due. Smaller and faster than the local Stripe, so that what is measured is
 * the product.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The price of the stand-in's only product. */
export const PRICE = 'price_bench'
const PRODUCT = 'prod_bench'

/** A running stand-in. */
export type StandIn = {
  url: string
  /** How many calls it has answered. */
  calls: () => number
  close: () => Promise<void>
}

/** Starts one on a free port of 127.0.0.1; each answer takes `latency` milliseconds. */
export async function startStandIn(latency: number): Promise<StandIn> {
  const began = Math.floor(Date.now() / 1000) - 10 * 86_400
  let calls = 0
  const server = createServer((request, response) => {
    request.resume()
    setTimeout(() => {
      calls++
      const url = new URL(request.url ?? '/', 'http://stand-in')
      response.writeHead(200, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify(answer(url, began)))
    }, latency)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = addressOf(server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string')
    throw new Error('The stand-in has no port to be asked at.')
  return address
}

function answer({ pathname, searchParams }: URL, began: number): unknown {
  const [, collection = '', id] = /^\/v1\/([a-z_]+)(?:\/(.+))?$/.exec(pathname) ?? []
  if (collection === 'prices' && id !== undefined) return price()
  if (collection === 'customers' && id !== undefined)
    return { id, object: 'customer', livemode: false, email: null }
  const customer = searchParams.get('customer')
  const listed: Record<string, unknown[]> = {
    prices: [price()],
    subscriptions: customer === null ? [] : [subscription(customer, began)],
  }
  return { object: 'list', data: listed[collection] ?? [], has_more: false }
}

/** A subscription as an event or a list shows it; of the size that Stripe's have. */
export function subscription(customer: string, began: number) {
  return {
    id: `sub_${customer}`,
    object: 'subscription',
    customer,
    status: 'active',
    currency: 'usd',
    created: began,
    start_date: began,
    billing_cycle_anchor: began,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    ended_at: null,
    trial_end: null,
    pause_collection: null,
    collection_method: 'charge_automatically',
    livemode: false,
    metadata: { reader_id: customer, note: 'x'.repeat(1500) },
    items: { object: 'list', has_more: false, data: [item(customer, began)] },
  }
}

function item(customer: string, began: number) {
  return {
    id: `si_${customer}`,
    object: 'subscription_item',
    quantity: 1,
    created: began,
    current_period_start: began,
    current_period_end: began + 30 * 86_400,
    subscription: `sub_${customer}`,
    price: price(),
  }
}

function price() {
  return {
    id: PRICE,
    object: 'price',
    active: true,
    type: 'recurring',
    billing_scheme: 'per_unit',
    currency: 'usd',
    unit_amount: 500,
    unit_amount_decimal: '500',
    recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
    product: PRODUCT,
    lookup_key: 'foldline_monthly',
    livemode: false,
    metadata: {},
  }
}
