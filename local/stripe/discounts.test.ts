import { expect, test } from 'vitest'
import { DAY, goodCard, idIn, post, read, refusal, sim, startShop } from './testing/start.ts'
import { listen } from './testing/endpoint.ts'

const half = { percent_off: 50, duration: 'once' } as const

/** The invoices of a customer, the oldest first. */
async function paidIn({ stripe, customer }: Awaited<ReturnType<typeof startShop>>) {
  const { data } = await stripe.invoices.list({ customer: customer.id })
  return data.toReversed().map((invoice) => invoice.amount_paid)
}

test('coupons and codes are made, listed, changed and deleted', async () => {
  const { stripe } = await startShop()
  const coupon = await stripe.coupons.create({
    id: 'WELCOME',
    name: 'Welcome',
    percent_off: 33.3,
    duration: 'repeating',
    duration_in_months: 3,
  })
  expect(coupon).toMatchObject({ id: 'WELCOME', valid: true, times_redeemed: 0, percent_off: 33.3 })
  const promotion = { type: 'coupon', coupon: 'WELCOME' } as const
  const code = await stripe.promotionCodes.create({ promotion, code: 'Hello-26' })
  expect(code).toMatchObject({ active: true, promotion: { coupon: 'WELCOME' } })
  const found = await stripe.promotionCodes.list({
    code: 'HELLO-26',
    active: true,
    expand: ['data.promotion.coupon'],
  })
  expect(found.data).toMatchObject([{ id: code.id, promotion: { coupon: { name: 'Welcome' } } }])
  expect(
    await refusal(stripe.promotionCodes.create({ promotion, code: 'hello-26' })),
  ).toMatchObject({
    code: 'resource_already_exists',
  })
  await stripe.promotionCodes.update(code.id, { active: false })
  expect((await stripe.promotionCodes.list({ active: true })).data).toEqual([])
  await stripe.promotionCodes.update(code.id, { active: true })
  expect(await stripe.coupons.del('WELCOME')).toMatchObject({ deleted: true })
  expect((await stripe.coupons.list()).data).toEqual([])
  expect(await stripe.promotionCodes.retrieve(code.id)).toMatchObject({ active: false })
})

test('terms that make no sense are refused', async () => {
  const { stripe } = await startShop()
  for (const terms of [
    {},
    { percent_off: 101 },
    { percent_off: 10, amount_off: 10, currency: 'usd' },
    { amount_off: 100 },
    { percent_off: 10, duration: 'repeating' },
    { percent_off: 10, duration_in_months: 3 },
    { percent_off: 10, redeem_by: 1 },
    { percent_off: 10, colour: 'red' },
  ] as const)
    expect(await refusal(stripe.coupons.create(terms))).toMatchObject({ statusCode: 400 })
})

test('a code typed on the page lowers the total before anything is paid, and can be taken away', async () => {
  const shop = await startShop()
  const { stripe } = shop
  const coupon = await stripe.coupons.create({
    ...half,
    duration: 'repeating',
    duration_in_months: 2,
  })
  const promotion = { type: 'coupon', coupon: coupon.id } as const
  const code = await stripe.promotionCodes.create({ promotion, code: 'SPRING' })
  const session = await shop.openSession({ allow_promotion_codes: true })
  const page = `${session.url}/promotion`
  const unknown = await post(page, { promotion_code: '<none>' })
  expect(unknown.status).toBe(422)
  expect(unknown.body).toMatch(/aria-invalid="true"[\s\S]*This code is invalid/)
  expect(unknown.body).toContain('value="&lt;none&gt;"')

  expect(await post(page, { promotion_code: ' spring ' })).toMatchObject({ status: 303 })
  expect((await read(session.url)).text).toMatch(
    /SPRING: 50% off for 2 months -\$2\.50 Total due today \$2\.50/,
  )
  await post(page, { promotion_code: '' })
  expect((await read(session.url)).text).toContain('Total due today $5.00')
  await post(page, { promotion_code: 'SPRING' })
  await post(session.url, goodCard)
  const after = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ['subscription.discounts', 'invoice', 'line_items'],
  })
  expect(after).toMatchObject({
    amount_subtotal: 500,
    amount_total: 250,
    total_details: { amount_discount: 250 },
    discounts: [{ coupon: null, promotion_code: code.id }],
    line_items: { data: [{ amount_discount: 250, amount_total: 250 }] },
    subscription: {
      discounts: [
        { promotion_code: code.id, checkout_session: session.id, source: { coupon: coupon.id } },
      ],
    },
    invoice: {
      subtotal: 500,
      total: 250,
      amount_paid: 250,
      total_discount_amounts: [{ amount: 250 }],
    },
  })
  const { data: charges } = await stripe.charges.list()
  expect(charges).toMatchObject([{ amount: 250 }])
  expect(await stripe.coupons.retrieve(coupon.id)).toMatchObject({ times_redeemed: 1 })
  expect(await stripe.promotionCodes.retrieve(code.id)).toMatchObject({ times_redeemed: 1 })
})

test('codes that are over say so, on the page and in the API', async () => {
  const shop = await startShop()
  const { stripe, customer } = shop
  const now = Math.floor(Date.now() / 1000)
  const soon = await stripe.coupons.create({ ...half, redeem_by: now + DAY })
  const single = await stripe.coupons.create({ ...half, max_redemptions: 1 })
  const good = await stripe.coupons.create(half)
  const make = (coupon: string, code: string, more = {}) =>
    stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon }, code, ...more })
  await make(soon.id, 'SOON')
  const used = await make(single.id, 'SINGLE')
  const dated = await make(good.id, 'DATED', { expires_at: now + DAY })
  const first = await make(good.id, 'FIRST', { restrictions: { first_time_transaction: true } })
  await shop.subscribe({ discounts: [{ promotion_code: used.id }] })
  await sim(shop.url, '/advance', { seconds: 2 * DAY })
  const session = await shop.openSession({ allow_promotion_codes: true })
  for (const [typed, message] of [
    ['SOON', 'This code has expired.'],
    ['SINGLE', 'This code has expired.'],
    ['DATED', 'because it has expired'],
    ['FIRST', 'because the associated customer has prior transactions'],
  ] as const)
    expect((await post(`${session.url}/promotion`, { promotion_code: typed })).body).toContain(
      message,
    )
  expect(await stripe.coupons.retrieve(soon.id)).toMatchObject({ valid: false })
  expect(await stripe.promotionCodes.retrieve(dated.id)).toMatchObject({ active: false })
  expect(await refusal(shop.openSession({ discounts: [{ coupon: soon.id }] }))).toMatchObject({
    code: 'coupon_expired',
    param: 'discounts[0][coupon]',
  })
  const again = refusal(shop.openSession({ discounts: [{ promotion_code: first.id }] }))
  expect(await again).toMatchObject({ param: 'discounts[0][promotion_code]' })
  const other = await stripe.customers.create()
  const sold = { customer: other.id, discounts: [{ promotion_code: first.id }] }
  expect(await shop.openSession(sold)).toMatchObject({ amount_total: 250 })
  expect(other.id).not.toBe(customer.id)
})

test('a code that is used up between looking and paying costs nobody anything', async () => {
  const shop = await startShop()
  const single = await shop.stripe.coupons.create({ ...half, max_redemptions: 1 })
  const session = await shop.openSession({ discounts: [{ coupon: single.id }] })
  await shop.subscribe({ discounts: [{ coupon: single.id }] })
  const { status, body } = await post(session.url, goodCard)
  expect(status).toBe(422)
  expect(body).toMatch(
    /Total due today[\s\S]*\$5\.00[\s\S]*This code has expired\. The total has changed/,
  )
  expect((await shop.stripe.charges.list()).data).toHaveLength(1)
})

test('a session takes a discount or lets the buyer type a code, not both', async () => {
  const shop = await startShop()
  const coupon = await shop.stripe.coupons.create(half)
  const asked = shop.openSession({
    allow_promotion_codes: true,
    discounts: [{ coupon: coupon.id }],
  })
  expect(await refusal(asked)).toMatchObject({
    message: 'You may only specify one of these parameters: allow_promotion_codes, discounts.',
  })
  const none = shop.openSession({ discounts: [{ coupon: 'NONE' }] })
  expect(await refusal(none)).toMatchObject({ code: 'resource_missing' })
})

test('nothing is charged when everything is given off, and the invoice is paid', async () => {
  const shop = await startShop()
  const free = await shop.stripe.coupons.create({ percent_off: 100, duration: 'once' })
  const session = await shop.openSession({
    discounts: [{ coupon: free.id }],
    payment_method_collection: 'if_required',
  })
  expect((await read(session.url)).html).not.toContain('name="number"')
  expect(await post(session.url)).toMatchObject({ status: 303 })
  const after = await shop.stripe.checkout.sessions.retrieve(session.id, {
    expand: ['invoice', 'subscription'],
  })
  expect(after).toMatchObject({
    payment_status: 'no_payment_required',
    amount_total: 0,
    invoice: { status: 'paid', total: 0, amount_paid: 0, subtotal: 500 },
    // What was good for one payment is used up by the first.
    subscription: { status: 'active', discounts: [], default_payment_method: null },
  })
  expect((await shop.stripe.charges.list()).data).toEqual([])
  // By API, no card is needed either.
  const by = { customer: shop.customer.id, items: [{ price: shop.price.id }] }
  const made = await shop.stripe.subscriptions.create({ ...by, discounts: [{ coupon: free.id }] })
  expect(made).toMatchObject({ status: 'active' })
})

test.for([
  ['once', { percent_off: 50, duration: 'once' }, [250, 500, 500, 500]],
  [
    'two months',
    { amount_off: 150, currency: 'usd', duration: 'repeating', duration_in_months: 2 },
    [350, 350, 500, 500],
  ],
  ['for ever', { percent_off: 20, duration: 'forever' }, [400, 400, 400, 400]],
] as const)('a discount %s is on the invoices of its time', async ([, terms, amounts]) => {
  const shop = await startShop({ frozen: '2027-01-31T10:00:00Z' })
  const hook = await listen(shop.stripe, ['customer.discount.created', 'customer.discount.deleted'])
  const coupon = await shop.stripe.coupons.create(terms)
  const made = await shop.subscribe({ discounts: [{ coupon: coupon.id }] })
  await shop.stripe.coupons.del(coupon.id)
  await shop.advance('2027-04-30T12:00:00Z')
  expect(await paidIn(shop)).toEqual(amounts)
  const after = await shop.stripe.subscriptions.retrieve(made.id)
  expect(after.discounts).toHaveLength(terms.duration === 'forever' ? 1 : 0)
  const told = terms.duration === 'forever' ? 1 : 2
  await hook.until((all) => all.length === told)
})

test('a trial uses nothing up: the first payment has the discount', async () => {
  const shop = await startShop({ frozen: '2027-01-01T10:00:00Z' })
  const coupon = await shop.stripe.coupons.create(half)
  await shop.subscribe({ trial_period_days: 10, discounts: [{ coupon: coupon.id }] })
  await shop.advance('2027-02-12T12:00:00Z')
  expect(await paidIn(shop)).toEqual([0, 250, 500])
})

test('the discounts of a subscription are replaced, kept and taken away', async () => {
  const shop = await startShop({ frozen: '2027-01-01T10:00:00Z' })
  const { stripe } = shop
  const ten = await stripe.coupons.create({ percent_off: 10, duration: 'forever' })
  const dollar = await stripe.coupons.create({
    amount_off: 100,
    currency: 'usd',
    duration: 'forever',
  })
  const euro = await stripe.coupons.create({
    amount_off: 100,
    currency: 'eur',
    duration: 'forever',
  })
  const made = await shop.subscribe({ discounts: [{ coupon: ten.id }] })
  const [kept = ''] = made.discounts.map(idIn)
  const both = await stripe.subscriptions.update(made.id, {
    discounts: [{ discount: kept }, { coupon: dollar.id }],
  })
  expect(both.discounts).toEqual([kept, expect.stringMatching(/^di_/)])
  const wrong = stripe.subscriptions.update(made.id, { discounts: [{ coupon: euro.id }] })
  expect(await refusal(wrong)).toMatchObject({ statusCode: 400 })
  await shop.advance('2027-02-01T12:00:00Z')
  const gone = await stripe.subscriptions.deleteDiscount(made.id)
  expect(gone).toMatchObject({ object: 'discount', deleted: true, source: { coupon: dollar.id } })
  await shop.advance('2027-03-01T12:00:00Z')
  await stripe.subscriptions.update(made.id, { discounts: '' })
  await shop.advance('2027-04-01T12:00:00Z')
  expect(await paidIn(shop)).toEqual([450, 350, 450, 500])
  expect(await refusal(stripe.subscriptions.deleteDiscount(made.id))).toMatchObject({
    statusCode: 404,
  })
})

test('a change in the middle of a period costs a part of the price with the discount', async () => {
  const shop = await startShop({ frozen: '2027-04-01T00:00:00Z' })
  const { stripe } = shop
  const forEver = await stripe.coupons.create({ percent_off: 50, duration: 'forever' })
  const dear = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 2000,
    recurring: { interval: 'month' },
    product: idIn(shop.price.product),
  })
  const made = await shop.subscribe({ discounts: [{ coupon: forEver.id }] })
  await shop.advance('2027-04-16T00:00:00Z')
  const items = [{ id: made.items.data[0]?.id ?? '', price: dear.id }]
  const preview = await stripe.invoices.createPreview({
    subscription: made.id,
    subscription_details: { items, proration_behavior: 'always_invoice' },
  })
  expect(preview.lines.data.map(({ amount }) => amount)).toEqual([-125, 500])
  await stripe.subscriptions.update(made.id, { items, proration_behavior: 'always_invoice' })
  await shop.advance('2027-05-01T12:00:00Z')
  expect(await paidIn(shop)).toEqual([250, 375, 1000])
})
