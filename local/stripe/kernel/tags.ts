/** What the store needs to know of an object to find it again: whose it is, and when something is due. */
import { idOf } from './reference.ts'
import type { Kind, Kinds } from './kinds.ts'

const HOUR = 3600

export type Tags = {
  /** The customer, or what else it belongs to and is found by; undefined when the object does not say, and is told whose it is. */
  owner: string | null | undefined
  /** Seconds since 1970, by the customer's clock. */
  due: number | null
}

/** A lookup key owns its price, so that it is found among however many were made for one sale. */
export function ownerOfKey(key: string | null): string | null {
  return key === null ? null : `lookup:${key}`
}

const nothing: Tags = { owner: undefined, due: null }

function earliest(...moments: (number | null | undefined)[]): number | null {
  const set = moments.filter((one) => typeof one === 'number')
  return set.length > 0 ? Math.min(...set) : null
}

function subscriptionDue(subscription: Kinds['subscription']): number | null {
  const { status, cancel_at, created, pause_collection } = subscription
  if (status === 'canceled' || status === 'incomplete_expired') return null
  if (status === 'incomplete') return created + 23 * HOUR
  const periodEnd = earliest(...subscription.items.data.map((item) => item.current_period_end))
  const resumes = pause_collection?.resumes_at ?? null
  if (status === 'paused') return earliest(cancel_at, resumes)
  return earliest(cancel_at, periodEnd, resumes)
}

function invoiceDue(invoice: Kinds['invoice']): number | null {
  if (invoice.status === 'draft') return invoice.automatically_finalizes_at
  return invoice.status === 'open' ? invoice.next_payment_attempt : null
}

export const tagsOf: { [K in Kind]: (object: Kinds[K]) => Tags } = {
  customer: ({ id }) => ({ owner: id, due: null }),
  deleted_customer: ({ id }) => ({ owner: id, due: null }),
  product: () => nothing,
  price: ({ lookup_key }) => ({ owner: ownerOfKey(lookup_key), due: null }),
  coupon: ({ valid, redeem_by }) => ({ owner: undefined, due: valid ? redeem_by : null }),
  deleted_coupon: () => nothing,
  // Its coupon owns a code: when that can not be redeemed any more, neither can the code.
  promotion_code: ({ active, expires_at, promotion }) => ({
    owner: idOf(promotion.coupon),
    due: active ? expires_at : null,
  }),
  discount: ({ customer }) => ({ owner: idOf(customer), due: null }),
  tax_id: ({ customer }) => ({ owner: idOf(customer), due: null }),
  'checkout.session': ({ customer, status, expires_at }) => ({
    owner: idOf(customer),
    due: status === 'open' ? expires_at : null,
  }),
  subscription: (one) => ({ owner: idOf(one.customer), due: subscriptionDue(one) }),
  invoice: (one) => ({ owner: idOf(one.customer), due: invoiceDue(one) }),
  invoiceitem: ({ customer }) => ({ owner: idOf(customer), due: null }),
  invoice_payment: () => nothing,
  payment_intent: ({ customer }) => ({ owner: idOf(customer), due: null }),
  payment_method: ({ customer }) => ({ owner: idOf(customer), due: null }),
  charge: ({ customer }) => ({ owner: idOf(customer), due: null }),
  refund: () => nothing,
  dispute: () => nothing,
  'billing_portal.session': ({ customer }) => ({ owner: customer, due: null }),
  'billing_portal.configuration': () => nothing,
  webhook_endpoint: () => nothing,
  event: () => nothing,
  'test_helpers.test_clock': () => nothing,
  trial_notice: ({ customer, at }) => ({ owner: customer, due: at }),
  discount_end: ({ customer, at }) => ({ owner: customer, due: at }),
  portal_link: () => nothing,
  card: () => nothing,
  order: () => nothing,
  billed: ({ customer }) => ({ owner: customer, due: null }),
  resumption: ({ customer, at }) => ({ owner: customer, due: at }),
  pending_change: ({ customer, expiresAt }) => ({ owner: customer, due: expiresAt }),
}
