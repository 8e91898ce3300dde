import { expect, test } from 'vitest'
import type { Stripe } from 'stripe'
import { DAY, goodCard, idIn, post, read, refusal, type Shop, startShop } from './testing/start.ts'
import { listen } from './testing/endpoint.ts'

/** A session for a gift of a year, at a price of its own. */
function openPurchase(shop: Shop, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  return shop.stripe.checkout.sessions.create({
    mode: 'payment',
    customer: shop.customer.id,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: 'usd',
          unit_amount: 5000,
          product_data: { name: 'A year as a gift', description: 'For somebody else.' },
        },
      },
    ],
    success_url: 'http://localhost:3000/gift?id={CHECKOUT_SESSION_ID}',
    ...more,
  })
}

test('something bought once is paid once, with an invoice for the receipt', async () => {
  const shop = await startShop()
  const { stripe, customer } = shop
  const hook = await listen(stripe)
  const session = await openPurchase(shop, {
    payment_intent_data: { metadata: { gift: '7' }, description: 'Gift 7' },
    invoice_creation: { enabled: true },
    custom_text: { submit: { message: 'The gift begins when it is redeemed.' } },
  })
  expect(session).toMatchObject({ mode: 'payment', amount_total: 5000, payment_intent: null })
  const { text } = await read(session.url)
  expect(text).toMatch(/A year as a gift \$50\.00 For somebody else\..*Pay \$50\.00/)
  expect(text).toContain('The gift begins when it is redeemed.')
  expect(text).not.toContain('future payments')
  await post(session.url, goodCard)
  const after = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ['payment_intent.latest_charge', 'invoice', 'line_items'],
  })
  expect(after).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    subscription: null,
    payment_intent: {
      status: 'succeeded',
      amount_received: 5000,
      metadata: { gift: '7' },
      description: 'Gift 7',
      latest_charge: { paid: true, metadata: { gift: '7' } },
    },
    invoice: { status: 'paid', amount_paid: 5000, billing_reason: 'manual', parent: null },
    line_items: { data: [{ description: 'A year as a gift', price: { recurring: null } }] },
  })
  const types = hook.types()
  for (const type of ['payment_intent.succeeded', 'invoice.paid', 'checkout.session.completed'])
    expect(types).toContain(type)
  const payment_intent = typeof after.payment_intent === 'object' ? after.payment_intent?.id : ''
  const payments = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: payment_intent ?? '' },
  })
  expect(payments.data).toMatchObject([{ status: 'paid', amount_paid: 5000 }])
  expect((await stripe.subscriptions.list({ customer: customer.id })).data).toEqual([])
  // A price made for one session can not be sold again.
  const price = after.line_items?.data[0]?.price?.id ?? ''
  const again = openPurchase(shop, { line_items: [{ price, quantity: 1 }] })
  expect(await refusal(again)).toMatchObject({ param: 'line_items[0][price]' })
})

test('a price of the catalogue that is paid once is sold, to guests too', async () => {
  const shop = await startShop()
  const price = await shop.stripe.prices.create({
    currency: 'usd',
    unit_amount: 700,
    product: idIn(shop.price.product),
  })
  expect(price).toMatchObject({ type: 'one_time', recurring: null })
  const session = await shop.stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [{ price: price.id, quantity: 3 }],
    success_url: 'http://localhost:3000/',
  })
  expect(session).toMatchObject({ amount_total: 2100, customer_creation: 'if_required' })
  await post(session.url, { ...goodCard, email: 'guest@example.com' })
  const after = await shop.stripe.checkout.sessions.retrieve(session.id)
  expect(after).toMatchObject({
    payment_status: 'paid',
    customer: null,
    invoice: null,
    customer_details: { email: 'guest@example.com' },
  })
  const { data } = await shop.stripe.charges.list()
  expect(data).toMatchObject([{ amount: 2100, customer: null }])
  expect((await read(data[0]?.receipt_url ?? null)).text).toContain('$21.00')
})

test('a card that is declined leaves nothing, one that asks for its holder waits', async () => {
  const shop = await startShop()
  const session = await openPurchase(shop)
  const declined = await post(session.url, { ...goodCard, number: '4000000000000002' })
  expect(declined.status).toBe(422)
  expect(declined.body).toContain('Your card was declined.')
  expect((await shop.stripe.paymentIntents.list()).data).toEqual([])
  const asked = await post(session.url, { ...goodCard, number: '4000002760003184' })
  expect(asked.location).toBe(`/c/pay/${session.id}/authenticate`)
  await post(shop.url + asked.location, { answer: 'complete' })
  const after = await shop.stripe.checkout.sessions.retrieve(session.id)
  expect(after).toMatchObject({ payment_status: 'paid', invoice: null })
})

test('a gift for which nothing is left to pay needs no card', async () => {
  const shop = await startShop()
  const coupon = await shop.stripe.coupons.create({ percent_off: 100 })
  const session = await openPurchase(shop, {
    discounts: [{ coupon: coupon.id }],
    invoice_creation: { enabled: true },
  })
  expect(await post(session.url)).toMatchObject({ status: 303 })
  expect(
    await shop.stripe.checkout.sessions.retrieve(session.id, { expand: ['invoice.discounts'] }),
  ).toMatchObject({
    payment_status: 'no_payment_required',
    payment_intent: null,
    invoice: { status: 'paid', total: 0, discounts: [{ checkout_session: session.id }] },
  })
  expect(await shop.stripe.coupons.retrieve(coupon.id)).toMatchObject({ times_redeemed: 1 })
})

test('what belongs to the other mode is refused', async () => {
  const shop = await startShop()
  type Params = Partial<Stripe.Checkout.SessionCreateParams>
  const gifts: [Params, string][] = [
    [
      { line_items: [{ price: shop.price.id, quantity: 1 }] },
      'You specified `payment` mode but passed a recurring price.',
    ],
    [{ subscription_data: { description: 'x' } }, '`subscription_data` in `payment` mode'],
    [{ consent_collection: { promotions: 'auto' } }, 'unknown parameter: consent_collection'],
    [{ customer_creation: 'always' }, 'customer, customer_creation'],
  ]
  for (const [params, message] of gifts)
    expect((await refusal(openPurchase(shop, params))).message).toContain(message)
  const subscriptions: Params[] = [
    { invoice_creation: { enabled: true } },
    { payment_intent_data: { description: 'x' } },
  ]
  for (const params of subscriptions)
    expect((await refusal(shop.openSession(params))).message).toContain('in `subscription` mode')
})

test('a trial without a card begins without one, and pauses when it ends', async () => {
  const shop = await startShop({ frozen: '2027-01-01T10:00:00Z' })
  const session = await shop.openSession({
    payment_method_collection: 'if_required',
    subscription_data: {
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    },
  })
  expect((await read(session.url)).html).not.toContain('name="number"')
  await post(session.url)
  const { subscription } = await shop.stripe.checkout.sessions.retrieve(session.id)
  const begun = await shop.stripe.subscriptions.retrieve(idIn(subscription))
  expect(begun).toMatchObject({ status: 'trialing', default_payment_method: null })
  await shop.advance(8 * DAY)
  expect(await shop.stripe.subscriptions.retrieve(begun.id)).toMatchObject({ status: 'paused' })
})

test('a trial may end at a moment that is named, two days ahead or more', async () => {
  const shop = await startShop({ frozen: '2027-01-01T10:00:00Z' })
  const end = Date.parse('2027-01-20T00:00:00Z') / 1000
  const session = await shop.openSession({ subscription_data: { trial_end: end } })
  await post(session.url, goodCard)
  const { data } = await shop.stripe.subscriptions.list({ customer: shop.customer.id })
  expect(data).toMatchObject([{ status: 'trialing', trial_end: end }])
  const soon = { trial_end: Date.parse('2027-01-02T00:00:00Z') / 1000 }
  expect(await refusal(shop.openSession({ subscription_data: soon }))).toMatchObject({
    param: 'subscription_data[trial_end]',
  })
  const both = { trial_end: end, trial_period_days: 3 }
  expect(await refusal(shop.openSession({ subscription_data: both }))).toMatchObject({
    code: 'parameters_exclusive',
  })
})
