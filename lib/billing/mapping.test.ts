import { describe, expect, test } from 'vitest'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import type { Stripe } from './gateway.ts'
import {
  type OurPlan,
  toChargeRow,
  toDisputeRow,
  toInvoiceRow,
  toSubscriptionRow,
  unpaidSince,
} from './mapping.ts'
import { modernInvoice, modernSubscription } from './older-version.ts'
import { invoice, item, PRICE, PRODUCT, subscription } from './testing/world.ts'

useTestEnvironment()
const now = new Date('2027-03-12T09:30:00Z')
const synced = new Date('2027-03-12T09:31:00Z')
const plan: OurPlan = { priceId: PRICE, productId: PRODUCT }
const of = { customer: 'cus_1', subscription: 'sub_1' }
/** What comes over the net is only as good as its sender: taken for what it says it is. */
function subscriptionRow(changes: Record<string, unknown>, to = plan) {
  const sent: Stripe.Subscription = JSON.parse(
    JSON.stringify(subscription('sub_1', 'cus_1', now, changes)),
  )
  return toSubscriptionRow(modernSubscription(sent), 'cus_1', to, synced)
}
function invoiceRow(changes: Record<string, unknown>, at = now) {
  const sent: Stripe.Invoice = JSON.parse(JSON.stringify(invoice('in_1', of, at, changes)))
  return toInvoiceRow(modernInvoice(sent), 'cus_1', synced)
}
function openInvoice(changes: Record<string, unknown>, days = 0) {
  const open = { status: 'open', amount_remaining: 500, status_transitions: {} }
  return [invoiceRow({ ...open, ...changes }, inDays(days))].filter((row) => row !== null)
}
const items = (...data: unknown[]) => ({ items: { object: 'list', data } })
const otherPrice = { id: 'price_other', product: 'prod_other', unit_amount: 500 }
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)

test('a subscription is copied with its period, price and schedule', () => {
  expect(subscriptionRow({ cancel_at: inDays(9).getTime() / 1000 })).toEqual({
    id: 'sub_1',
    customerId: 'cus_1',
    status: 'active',
    ours: true,
    priceId: PRICE,
    unitAmount: 500,
    currency: 'usd',
    interval: 'month',
    quantity: 1,
    discountedAmount: null,
    periodStart: now,
    periodEnd: inDays(30),
    cancelAt: inDays(9),
    cancelAtPeriodEnd: false,
    canceledAt: null,
    endedAt: null,
    trialEnd: null,
    pauseBehavior: null,
    pauseResumesAt: null,
    createdAt: now,
    syncedAt: synced,
    vanishedAt: null,
  })
})

describe('40, 41: what is ours is told by price and product, never by amount', () => {
  test.each<[string, Record<string, unknown>, boolean]>([
    ['our price', {}, true],
    [
      'an older price of our product',
      items(item(now, { price: { ...otherPrice, product: PRODUCT } })),
      true,
    ],
    [
      'our product, expanded',
      items(item(now, { price: { ...otherPrice, product: { id: PRODUCT, object: 'product' } } })),
      true,
    ],
    ['another product at the same amount', items(item(now, { price: otherPrice })), false],
    ['no items', items(), false],
    ['no list of items at all', { items: undefined }, false],
    ['an item without a price', items(item(now, { price: null })), false],
    ['another product beside ours', items(item(now, { price: otherPrice }), item(now)), true],
  ])('%s', (_name, changes, ours) => {
    expect(subscriptionRow(changes).ours).toBe(ours)
  })

  test('an unknown product never makes everything ours', () => {
    const nobody = { priceId: PRICE, productId: null }
    const without = items(item(now, { price: { ...otherPrice, product: null } }))
    expect(subscriptionRow(without, nobody).ours).toBe(false)
    expect(subscriptionRow({}, nobody).ours).toBe(true)
  })

  test('of several items ours gives price and quantity, the latest gives the period', () => {
    const longer = item(now, { price: otherPrice, current_period_end: inDays(90).getTime() / 1000 })
    expect(subscriptionRow(items(longer, item(now, { quantity: 3 })))).toMatchObject({
      priceId: PRICE,
      quantity: 3,
      periodEnd: inDays(90),
    })
  })
})

test('an object of an older API version has no period on its items, and is copied without', () => {
  const older = item(now, { current_period_start: undefined, current_period_end: undefined })
  expect(subscriptionRow(items(older))).toMatchObject({ periodStart: null, periodEnd: null })
})

describe('objects of older API versions are read as what they say', () => {
  const [start, end] = [now.getTime() / 1000, inDays(30).getTime() / 1000]
  const period = { current_period_start: start, current_period_end: end }
  const none = { current_period_start: undefined, current_period_end: undefined }
  const bought = { id: PRICE, object: 'plan', product: PRODUCT, amount: 500, interval: 'month' }
  test.each<[string, Record<string, unknown>]>([
    ['2025: the period on the subscription', { ...period, ...items(item(now, none)) }],
    [
      '2019: a plan on the item, and no price',
      { ...period, ...items(item(now, { ...none, price: undefined, plan: bought })) },
    ],
    ['2012: one plan, and no items', { ...period, items: undefined, plan: bought, quantity: 1 }],
    ['today: nothing is touched', {}],
  ])('%s', (_name, changes) => {
    expect(subscriptionRow(changes)).toMatchObject({
      status: 'active',
      ours: true,
      priceId: PRICE,
      unitAmount: 500,
      interval: 'month',
      quantity: 1,
      periodStart: now,
      periodEnd: inDays(30),
    })
  })

  test('a plan of something else is not ours, whatever it costs', () => {
    const other = { ...bought, id: 'plan_other', product: 'prod_other' }
    expect(subscriptionRow({ items: undefined, plan: other }).ours).toBe(false)
  })

  test('an invoice that names its subscription itself', () => {
    expect(invoiceRow({ parent: undefined, subscription: 'sub_1' })).toMatchObject({
      subscriptionId: 'sub_1',
    })
  })
})

test('a pause of collection is copied, also one without an end', () => {
  const pause = { behavior: 'void', resumes_at: null }
  expect(subscriptionRow({ pause_collection: pause })).toMatchObject({
    pauseBehavior: 'void',
    pauseResumesAt: null,
  })
})

test('an invoice is dated by when it was made final, and says what time it pays for', () => {
  expect(invoiceRow({ period_start: 0, period_end: 0 })).toMatchObject({
    subscriptionId: 'sub_1',
    createdAt: now,
    paidAt: now,
    periodStart: now,
    periodEnd: inDays(30),
  })
})

test('a forecast of an invoice, which has no id, is not one', () => {
  expect(invoiceRow({ id: undefined })).toBeNull()
})

test('an invoice without lines, number or subscription is copied without', () => {
  const bare = { lines: undefined, number: null, parent: null, status_transitions: undefined }
  expect(invoiceRow(bare)).toMatchObject({
    subscriptionId: null,
    number: null,
    periodStart: now,
    paidAt: null,
    createdAt: now,
  })
})

test('a dispute names the subscription its payment was for', () => {
  const sent = { id: 'du_1', status: 'lost', amount: 500, currency: 'usd', created: 0 }
  const dispute: Stripe.Dispute = JSON.parse(JSON.stringify(sent))
  expect(toDisputeRow(dispute, 'cus_1', 'sub_1', synced)).toMatchObject({
    status: 'lost',
    subscriptionId: 'sub_1',
    createdAt: new Date(0),
  })
})

describe('since when a subscription owes', () => {
  test('it is the oldest of its invoices that is open, was tried, and is not paid', () => {
    const rows = [
      ...openInvoice({}, -2),
      ...openInvoice({}, -9),
      ...openInvoice({ status: 'paid' }, -40),
    ]
    expect(unpaidSince('sub_1', rows)).toEqual(inDays(-9))
  })
  test.each([
    ['paid', { status: 'paid' }],
    ['void', { status: 'void' }],
    ['given up', { status: 'uncollectible' }],
    ['not tried yet', { attempt_count: 0 }],
    ['nothing left to pay', { amount_remaining: 0 }],
    ['of another subscription', { parent: { subscription_details: { subscription: 'sub_2' } } }],
  ])('an invoice that is %s is no debt', (_name, changes) => {
    expect(unpaidSince('sub_1', openInvoice(changes))).toBeNull()
  })
})

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['a refund', { amount_refunded: 200 }, { amountCaptured: 500, amountRefunded: 200 }],
  // Stripe calls a reservation that was given up refunded; no money had moved.
  ['a reservation given up', { amount_captured: 0, amount_refunded: 500 }, { amountRefunded: 0 }],
  ['part of one taken', { amount_captured: 300, amount_refunded: 500 }, { amountRefunded: 300 }],
  ['no card', { payment_method_details: { card: null } }, { cardLast4: null }],
  ['no digits', { payment_method_details: { card: { last4: '12' } } }, { cardLast4: null }],
])('a payment: %s', (_name, changes, expected) => {
  const taken = { id: 'ch_1', status: 'succeeded', amount_captured: 500, amount_refunded: 0 }
  const sent: Stripe.Charge = JSON.parse(JSON.stringify({ ...taken, currency: 'usd', ...changes }))
  expect(toChargeRow(sent, 'cus_1', synced)).toMatchObject(expected)
})
