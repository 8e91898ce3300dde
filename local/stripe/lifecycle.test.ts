import { expect, test } from 'vitest'
import { afterAnchor, nextBoundary } from './life/periods.ts'
import { DAY, HOUR, post, refusal, type Shop, sim, startShop, idIn } from './testing/start.ts'

const start = '2027-01-10T10:00:00Z'
const at = (iso: string) => Math.floor(Date.parse(iso) / 1000)

async function invoicesOf({ stripe, customer }: Shop) {
  return (await stripe.invoices.list({ customer: customer.id })).data
}

async function eventTypes({ stripe }: Shop, customer: string) {
  const { data } = await stripe.events.list({ limit: 100 })
  return data
    .filter(({ data: { object } }) => 'customer' in object && object.customer === customer)
    .map(({ type }) => type)
    .toReversed()
}

test('a subscription renews: the period moves at once, the invoice is paid an hour later', async () => {
  const shop = await startShop({ frozen: start })
  const { id } = await shop.subscribe()
  await shop.advance('2027-02-10T10:00:00Z')
  const renewed = await shop.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })
  expect(renewed).toMatchObject({
    status: 'active',
    items: {
      data: [
        {
          current_period_start: at('2027-02-10T10:00:00Z'),
          current_period_end: at('2027-03-10T10:00:00Z'),
        },
      ],
    },
    latest_invoice: { status: 'draft', billing_reason: 'subscription_cycle', auto_advance: true },
  })
  await shop.advance(HOUR)
  const [invoice, first] = await invoicesOf(shop)
  expect(invoice).toMatchObject({
    status: 'paid',
    created: at('2027-02-10T10:00:00Z'),
    status_transitions: { paid_at: at('2027-02-10T11:00:00Z') },
    // The invoice's own period is the one before; what is paid for stands on its lines.
    period_start: at(start),
    period_end: at('2027-02-10T10:00:00Z'),
    lines: {
      data: [{ period: { start: at('2027-02-10T10:00:00Z'), end: at('2027-03-10T10:00:00Z') } }],
    },
    parent: { subscription_details: { subscription: id } },
  })
  expect(first?.number).toMatch(/-0001$/)
  expect(invoice?.number).toMatch(/-0002$/)
})

test('a long leap does everything on the way, each at its own time', async () => {
  const shop = await startShop({ frozen: start })
  await shop.subscribe()
  await shop.advance('2027-06-11T00:00:00Z')
  const invoices = await invoicesOf(shop)
  expect(
    invoices.map(({ created }) => new Date(created * 1000).toISOString().slice(0, 10)),
  ).toEqual(['2027-06-10', '2027-05-10', '2027-04-10', '2027-03-10', '2027-02-10', '2027-01-10'])
  expect(new Set(invoices.map(({ status }) => status))).toEqual(new Set(['paid']))
})

test('an anchor on the 31st meets the end of every month, and the 31st again', async () => {
  const shop = await startShop({ frozen: '2027-01-31T23:30:00Z' })
  const { id } = await shop.subscribe()
  const ends: string[] = []
  for (let month = 0; month < 5; month++) {
    const { items } = await shop.stripe.subscriptions.retrieve(id)
    const end = items.data[0]?.current_period_end ?? 0
    ends.push(new Date(end * 1000).toISOString())
    await shop.advance(new Date(end * 1000).toISOString())
  }
  expect(ends).toEqual([
    '2027-02-28T23:30:00.000Z',
    '2027-03-31T23:30:00.000Z',
    '2027-04-30T23:30:00.000Z',
    '2027-05-31T23:30:00.000Z',
    '2027-06-30T23:30:00.000Z',
  ])
})

test('cycles are counted from the anchor', () => {
  const leap = at('2028-02-29T00:00:00Z')
  expect(afterAnchor(leap, { interval: 'year', count: 1 }, 1)).toBe(at('2029-02-28T00:00:00Z'))
  expect(afterAnchor(leap, { interval: 'year', count: 1 }, 4)).toBe(at('2032-02-29T00:00:00Z'))
  expect(nextBoundary(leap, { interval: 'week', count: 2 }, leap)).toBe(leap + 14 * DAY)
  expect(nextBoundary(leap, { interval: 'day', count: 1 }, leap + DAY)).toBe(leap + 2 * DAY)
})

test('a failed renewal is tried again after 3, 5 and 7 days, and then the subscription is canceled', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe, customer } = shop
  const { id } = await shop.subscribe()
  await stripe.subscriptions.update(id, { default_payment_method: 'pm_card_chargeCustomerFail' })
  await shop.advance('2027-02-10T11:00:00Z')
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'past_due' })
  const [open] = await invoicesOf(shop)
  expect(open).toMatchObject({
    status: 'open',
    attempted: true,
    attempt_count: 1,
    amount_remaining: 500,
    next_payment_attempt: at('2027-02-13T11:00:00Z'),
  })
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: true })

  await shop.advance('2027-02-18T11:00:00Z')
  const [third] = await invoicesOf(shop)
  expect(third).toMatchObject({
    attempt_count: 3,
    next_payment_attempt: at('2027-02-25T11:00:00Z'),
  })
  await shop.advance('2027-02-25T11:00:00Z')
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
    status: 'canceled',
    ended_at: at('2027-02-25T11:00:00Z'),
    cancellation_details: { reason: 'payment_failed' },
  })
  expect(await invoicesOf(shop)).toMatchObject([
    { status: 'open', attempt_count: 4, next_payment_attempt: null },
    { status: 'paid' },
  ])
  const types = await eventTypes(shop, customer.id)
  expect(types.filter((type) => type === 'invoice.payment_failed')).toHaveLength(4)
  expect(types.at(-1)).not.toBe('customer.subscription.updated')
  expect(types).toContain('customer.subscription.deleted')
})

test('the account decides what follows the last retry', async () => {
  const shop = await startShop({ frozen: start })
  await sim(shop.url, '/dunning', { after: 'unpaid' })
  const { id } = await shop.subscribe()
  await shop.stripe.subscriptions.update(id, {
    default_payment_method: 'pm_card_chargeCustomerFail',
  })
  await shop.advance('2027-02-26T00:00:00Z')
  expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'unpaid' })
  await shop.advance('2027-03-11T00:00:00Z')
  const [latest] = await invoicesOf(shop)
  // It goes on, but nobody collects.
  expect(latest).toMatchObject({ status: 'draft', auto_advance: false })
})

test('a new card brings a subscription back at the next retry, and paying the invoice at once', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe } = shop
  const { id } = await shop.subscribe()
  await stripe.subscriptions.update(id, { default_payment_method: 'pm_card_chargeCustomerFail' })
  await shop.advance('2027-02-10T11:00:00Z')
  await stripe.subscriptions.update(id, { default_payment_method: 'pm_card_visa' })
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'past_due' })
  await shop.advance('2027-02-13T11:00:00Z')
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })

  await stripe.subscriptions.update(id, { default_payment_method: 'pm_card_chargeCustomerFail' })
  await shop.advance('2027-03-10T11:00:00Z')
  const [open] = await invoicesOf(shop)
  const openId = open?.id ?? ''
  expect(await refusal(stripe.invoices.pay(openId))).toMatchObject({
    statusCode: 402,
    code: 'card_declined',
    decline_code: 'generic_decline',
  })
  // A try by hand is on record, and does not change the schedule.
  expect(await stripe.invoices.retrieve(openId)).toMatchObject({
    attempt_count: 1,
    next_payment_attempt: open?.next_payment_attempt,
  })
  expect(await stripe.invoices.pay(openId, { payment_method: 'pm_card_visa' })).toMatchObject({
    status: 'paid',
  })
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
  expect(await refusal(stripe.invoices.pay(openId))).toMatchObject({ code: 'invoice_already_paid' })
})

test('a renewal that needs its holder asks for action, and can be paid on the page', async () => {
  const shop = await startShop({ frozen: start })
  const { id } = await shop.subscribe()
  await shop.stripe.subscriptions.update(id, {
    default_payment_method: 'pm_card_authenticationRequired',
  })
  await shop.advance('2027-02-10T11:00:00Z')
  const [open] = await invoicesOf(shop)
  expect(await eventTypes(shop, shop.customer.id)).toContain('invoice.payment_action_required')
  const { data: payments } = await shop.stripe.invoicePayments.list({
    invoice: open?.id ?? '',
    expand: ['data.payment.payment_intent'],
  })
  expect(payments).toMatchObject([
    { status: 'open', payment: { payment_intent: { status: 'requires_action' } } },
  ])
  const page = await post(`${open?.hosted_invoice_url}/authenticate`, { answer: 'complete' })
  expect(page).toMatchObject({ status: 303, location: `/i/${open?.id}?paid` })
  expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
})

test('a cancellation by API ends to the second, and both fields say so', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe } = shop
  const { id } = await shop.subscribe()
  const end = at('2027-02-10T10:00:00Z')
  const scheduled = await stripe.subscriptions.update(id, {
    cancel_at_period_end: true,
    cancellation_details: { comment: 'too dear' },
  })
  expect(scheduled).toMatchObject({
    status: 'active',
    cancel_at: end,
    cancel_at_period_end: true,
    canceled_at: at(start),
    cancellation_details: { reason: 'cancellation_requested', comment: 'too dear' },
  })
  const resumed = await stripe.subscriptions.update(id, { cancel_at_period_end: false })
  expect(resumed).toMatchObject({ cancel_at: null, cancel_at_period_end: false, canceled_at: null })

  await stripe.subscriptions.update(id, { cancel_at_period_end: true })
  await shop.advance('2027-02-10T09:59:59Z')
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
  await shop.advance('2027-02-10T10:00:00Z')
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
    status: 'canceled',
    ended_at: end,
  })
  expect(await invoicesOf(shop)).toHaveLength(1)
  expect(
    await refusal(stripe.subscriptions.update(id, { cancel_at_period_end: false })),
  ).toMatchObject({ statusCode: 400 })
  expect(await refusal(stripe.subscriptions.cancel(id))).toMatchObject({ statusCode: 404 })
  expect(await stripe.subscriptions.update(id, { metadata: { a: '1' } })).toMatchObject({
    metadata: { a: '1' },
  })
})

test('a moment to cancel at can be set, unset with an empty value, and is not undone by the other field', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe } = shop
  const { id } = await shop.subscribe()
  const moment = at('2027-01-20T00:00:00Z')
  expect(await stripe.subscriptions.update(id, { cancel_at: moment })).toMatchObject({
    cancel_at: moment,
    cancel_at_period_end: false,
  })
  expect(await stripe.subscriptions.update(id, { cancel_at_period_end: false })).toMatchObject({
    cancel_at: moment,
  })
  expect(await stripe.subscriptions.update(id, { cancel_at: '' })).toMatchObject({
    cancel_at: null,
    canceled_at: null,
  })
  expect(await refusal(stripe.subscriptions.update(id, { cancel_at: 1000 }))).toMatchObject({
    param: 'cancel_at',
  })
  expect(
    await refusal(
      stripe.subscriptions.update(id, { cancel_at: moment, cancel_at_period_end: true }),
    ),
  ).toMatchObject({ code: 'parameters_exclusive' })
})

test('a first payment that fails leaves it incomplete, and after 23 hours expired', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe } = shop
  const { id } = await shop.subscribe({}, 'pm_card_chargeDeclined')
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'incomplete' })
  await shop.advance('2027-01-11T08:59:59Z')
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'incomplete' })
  await shop.advance('2027-01-11T09:00:00Z')
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'incomplete_expired' })
  expect(await invoicesOf(shop)).toMatchObject([{ status: 'void' }])
})

test('an incomplete one becomes active when its invoice is paid', async () => {
  const shop = await startShop()
  const { id, latest_invoice: invoice } = await shop.subscribe({
    payment_behavior: 'default_incomplete',
  })
  expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'incomplete' })
  await shop.stripe.invoices.pay(idIn(invoice))
  expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
})

test('a subscription that may not be incomplete leaves nothing behind', async () => {
  const shop = await startShop()
  const call = shop.subscribe(
    { payment_behavior: 'error_if_incomplete' },
    'pm_card_chargeDeclinedInsufficientFunds',
  )
  expect(await refusal(call)).toMatchObject({ statusCode: 402, decline_code: 'insufficient_funds' })
  expect((await shop.stripe.subscriptions.list({ status: 'all' })).data).toEqual([])
  const { items } = { items: [{ price: shop.price.id }] }
  const without = shop.stripe.subscriptions.create({ customer: shop.customer.id, items })
  expect(await refusal(without)).toMatchObject({ statusCode: 400, code: 'resource_missing' })
})

test('a trial announces its end three days before, and becomes active', async () => {
  const shop = await startShop({ frozen: start })
  const { id } = await shop.subscribe({ trial_period_days: 14 })
  expect(await invoicesOf(shop)).toMatchObject([{ status: 'paid', amount_due: 0 }])
  await shop.advance('2027-01-21T09:59:59Z')
  expect(await eventTypes(shop, shop.customer.id)).not.toContain(
    'customer.subscription.trial_will_end',
  )
  await shop.advance('2027-01-21T10:00:00Z')
  expect(await eventTypes(shop, shop.customer.id)).toContain('customer.subscription.trial_will_end')
  expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'trialing' })
  await shop.advance('2027-01-24T11:00:00Z')
  expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({
    status: 'active',
    items: { data: [{ current_period_end: at('2027-02-24T10:00:00Z') }] },
  })
  expect(await invoicesOf(shop)).toMatchObject([
    { status: 'paid', amount_paid: 500 },
    { amount_due: 0 },
  ])
})

test('a trial without a card is paused at its end, and resumed with one', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe, customer, price } = shop
  const { id } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    trial_period_days: 7,
    trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
  })
  await shop.advance('2027-02-20T00:00:00Z')
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'paused' })
  expect(await eventTypes(shop, customer.id)).toContain('customer.subscription.paused')
  await stripe.customers.update(customer.id, {
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })
  const now = { payment_behavior: 'resume_on_payment_success' } as const
  expect(await stripe.subscriptions.resume(id, now)).toMatchObject({
    status: 'active',
    items: { data: [{ current_period_end: at('2027-03-20T00:00:00Z') }] },
  })
  expect(await eventTypes(shop, customer.id)).toContain('customer.subscription.resumed')
  expect(await refusal(stripe.subscriptions.resume(id))).toMatchObject({ statusCode: 400 })
})

test('a trial can be canceled by its end, and ended at once', async () => {
  const shop = await startShop({ frozen: start })
  const first = await shop.subscribe({ trial_period_days: 14 })
  expect(await shop.stripe.subscriptions.update(first.id, { trial_end: 'now' })).toMatchObject({
    status: 'active',
    trial_end: at(start),
  })
  expect(await invoicesOf(shop)).toMatchObject([
    { status: 'paid', amount_paid: 500 },
    { amount_due: 0 },
  ])
})

test.for([
  ['void', 'void'],
  ['mark_uncollectible', 'uncollectible'],
  ['keep_as_draft', 'draft'],
] as const)(
  'paused collection (%s) goes on without money until it resumes',
  async ([behavior, status]) => {
    const shop = await startShop({ frozen: start })
    const { id } = await shop.subscribe()
    await shop.stripe.subscriptions.update(id, {
      pause_collection: { behavior, resumes_at: at('2027-03-01T00:00:00Z') },
    })
    await shop.advance('2027-02-11T00:00:00Z')
    expect(await invoicesOf(shop)).toMatchObject([{ status }, { status: 'paid' }])
    expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({
      status: 'active',
      pause_collection: { behavior },
    })
    await shop.advance('2027-03-11T00:00:00Z')
    expect(await shop.stripe.subscriptions.retrieve(id)).toMatchObject({ pause_collection: null })
    expect(await invoicesOf(shop)).toMatchObject([
      { status: 'paid' },
      { status },
      { status: 'paid' },
    ])
  },
)

test('lists know statuses: live, all, ended, one', async () => {
  const shop = await startShop()
  const { stripe } = shop
  const live = await shop.subscribe()
  const ended = await shop.subscribe()
  await stripe.subscriptions.cancel(ended.id)
  const ids = async (status?: 'all' | 'ended' | 'active' | 'canceled') =>
    (await stripe.subscriptions.list(status ? { status } : {})).data.map(({ id }) => id)
  expect(await ids()).toEqual([live.id])
  expect(await ids('all')).toEqual([ended.id, live.id])
  expect(await ids('ended')).toEqual([ended.id])
  expect(await ids('canceled')).toEqual([ended.id])
  expect(await ids('active')).toEqual([live.id])
})

test('a refund is found by its payment, leaves the subscription, and happens once', async () => {
  const shop = await startShop()
  const { stripe, customer } = shop
  const { id } = await shop.subscribe()
  const [charge] = (await stripe.charges.list({ customer: customer.id })).data
  const intent = idIn(charge?.payment_intent)
  const part = await stripe.refunds.create({ payment_intent: intent, amount: 200 })
  expect(part).toMatchObject({ amount: 200, status: 'succeeded', charge: charge?.id })
  expect(await stripe.charges.retrieve(charge?.id ?? '')).toMatchObject({
    refunded: false,
    amount_refunded: 200,
  })
  await stripe.refunds.create({ charge: charge?.id ?? '' })
  expect(await stripe.charges.retrieve(charge?.id ?? '')).toMatchObject({
    refunded: true,
    amount_refunded: 500,
  })
  expect(await refusal(stripe.refunds.create({ payment_intent: intent }))).toMatchObject({
    code: 'charge_already_refunded',
  })
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
  const { data } = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: intent },
    expand: ['data.invoice'],
  })
  expect(data).toMatchObject([
    { invoice: { parent: { subscription_details: { subscription: id } } } },
  ])
})

test('a clock goes forward only, and takes its customers with it', async () => {
  const shop = await startShop({ frozen: start })
  const { stripe, clock } = shop
  const { id } = await shop.subscribe()
  const clockId = clock?.id ?? ''
  expect(
    await refusal(stripe.testHelpers.testClocks.advance(clockId, { frozen_time: at(start) })),
  ).toMatchObject({ statusCode: 400 })
  expect((await stripe.customers.list()).data).toEqual([])
  expect((await stripe.customers.list({ test_clock: clockId })).data).toHaveLength(1)
  expect((await stripe.subscriptions.list({ test_clock: clockId })).data).toHaveLength(1)
  await stripe.testHelpers.testClocks.del(clockId)
  expect(await stripe.customers.retrieve(shop.customer.id)).toMatchObject({ deleted: true })
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled' })
})
