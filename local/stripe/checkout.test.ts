import { expect, test } from 'vitest'
import { DAY, goodCard, HOUR, post, read, refusal, sim, startShop, idIn } from './testing/start.ts'
import { listen } from './testing/endpoint.ts'

test('paying makes the subscription, and brings the buyer back after the webhook', async () => {
  const shop = await startShop()
  const { stripe, customer, price } = shop
  const hook = await listen(stripe)
  const session = await shop.openSession({
    client_reference_id: 'r1',
    metadata: { attempt: '7' },
    subscription_data: { metadata: { reader_id: 'r1' } },
  })
  expect(session).toMatchObject({
    status: 'open',
    payment_status: 'unpaid',
    subscription: null,
    ui_mode: 'hosted_page',
  })
  expect((await stripe.subscriptions.list({ status: 'all' })).data).toEqual([])

  const paid = await post(session.url, goodCard)
  expect(paid).toMatchObject({
    status: 303,
    location: `http://localhost:3000/return?id=${session.id}`,
  })
  // It was received before the buyer was sent back.
  expect(hook.types()).toContain('checkout.session.completed')

  const after = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ['subscription', 'invoice'],
  })
  expect(after).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    url: null,
    customer: customer.id,
    metadata: { attempt: '7' },
    subscription: {
      status: 'active',
      metadata: { reader_id: 'r1' },
      items: { data: [{ price: { id: price.id } }] },
    },
    invoice: { status: 'paid', amount_paid: 500, billing_reason: 'subscription_create' },
  })
  const created = hook.received.find(({ type }) => type === 'customer.subscription.created')
  expect(created?.event.data.object).toMatchObject({ status: 'incomplete' })
  const { data: charges } = await stripe.charges.list({ customer: customer.id })
  expect(charges).toMatchObject([
    { amount: 500, paid: true, payment_method_details: { card: { last4: '4242' } } },
  ])
  const lines = await stripe.checkout.sessions.listLineItems(session.id)
  expect(lines.data).toMatchObject([{ quantity: 1, amount_total: 500, price: { id: price.id } }])

  // Pressing twice, or coming back, does nothing twice.
  expect(await post(session.url, goodCard)).toMatchObject({ status: 303, location: paid.location })
  expect((await read(session.url)).text).toContain("You're all done here")
  expect((await stripe.subscriptions.list({ status: 'all' })).data).toHaveLength(1)
})

test('the page says what is bought, by whom, and that nothing is real', async () => {
  const shop = await startShop()
  const session = await shop.openSession()
  const { text, html, headers } = await read(session.url)
  expect(text).toMatch(/Subscribe to The Leadline .*\$5\.00 per month.*Total due today \$5\.00/)
  expect(text).toContain('anna@example.com')
  expect(text).toContain('No real money moves')
  for (const label of ['Card number', 'Expiration', 'CVC', 'Name on card'])
    expect(html).toMatch(new RegExp(`<label for="\\w+">${label}</label>`))
  expect(html).toContain('href="http://localhost:3000/subscribe"')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(html).not.toContain('<script')
})

test('whatever a seller or buyer writes is text on the page', async () => {
  const shop = await startShop()
  const attack = '"><script>alert(1)</script>'
  await shop.stripe.products.update(idIn(shop.price.product), { name: attack })
  const session = await shop.openSession()
  const { body } = await post(session.url, { ...goodCard, number: attack })
  expect(body).toContain('&quot;&gt;&lt;script&gt;')
  expect(body).not.toContain('<script')
})

test.for([
  ['4242 4242 4242 4241', '12 / 40', '123', 'Your card number is invalid.'],
  ['4242', '12 / 40', '123', 'Your card number is incomplete.'],
  ['4539 1488 0343 6467', '12 / 40', '123', 'This is not a test card'],
  ['', '12 / 40', '123', 'Enter your card number.'],
  ['4242424242424242', '13 / 40', '123', "Your card's expiration date is invalid."],
  ['4242424242424242', '01 / 20', '123', "Your card's expiration date is in the past."],
  ['4242424242424242', 'soon', '123', 'expiration date as MM / YY'],
  ['4242424242424242', '12 / 40', '12', "Your card's security code is incomplete."],
  ['378282246310005', '12 / 40', '123', "Your card's security code is incomplete."],
])(
  'a form with %s, %s, %s is refused with a useful message',
  async ([number, expiry, cvc, message]) => {
    const shop = await startShop()
    const session = await shop.openSession()
    const { status, body } = await post(session.url, {
      number: number ?? '',
      expiry: expiry ?? '',
      cvc: cvc ?? '',
      name: 'A',
    })
    expect(status).toBe(422)
    expect(body.replaceAll('&#39;', "'")).toContain(message)
    expect(body).toContain('aria-invalid="true"')
    expect((await shop.stripe.subscriptions.list({ status: 'all' })).data).toEqual([])
  },
)

test.for([
  ['4000000000009995', 'Your card has insufficient funds.'],
  ['4000000000000002', 'Your card was declined.'],
  ['4000000000000069', 'Your card has expired.'],
  ['4000000000000127', 'security code is incorrect'],
])(
  'card %s is declined, nothing is left behind, and another card works',
  async ([number = '', message = '']) => {
    const shop = await startShop()
    const session = await shop.openSession()
    const declined = await post(session.url, { ...goodCard, number })
    expect(declined.status).toBe(422)
    expect(declined.body.replaceAll('&#39;', "'")).toContain(message)
    expect((await shop.stripe.subscriptions.list({ status: 'all' })).data).toEqual([])
    expect((await shop.stripe.invoices.list()).data).toEqual([])
    expect(await post(session.url, goodCard)).toMatchObject({ status: 303 })
  },
)

test('a card that asks for authentication leads to its bank, which says yes or no', async () => {
  const shop = await startShop()
  const session = await shop.openSession()
  const card = { ...goodCard, number: '4000 0025 0000 3155' }
  const asked = await post(session.url, card)
  expect(asked).toMatchObject({ status: 303, location: `/c/pay/${session.id}/authenticate` })
  const bank = shop.url + asked.location
  expect((await read(bank)).text).toMatch(/Complete.*Fail/)

  const failed = await post(bank, { answer: 'fail' })
  expect(failed).toMatchObject({ status: 422 })
  expect(failed.body).toContain('We are unable to authenticate your payment method.')
  // Without a card that waits there is nothing to authenticate.
  expect(await post(bank, { answer: 'complete' })).toMatchObject({
    status: 303,
    location: `/c/pay/${session.id}`,
  })
  expect((await shop.stripe.subscriptions.list({ status: 'all' })).data).toEqual([])

  await post(session.url, card)
  expect(await post(bank, { answer: 'complete' })).toMatchObject({
    status: 303,
    location: expect.stringContaining('/return'),
  })
  // What was set up once is charged without its holder.
  await sim(shop.url, '/advance', { seconds: 32 * DAY })
  const { data } = await shop.stripe.invoices.list()
  expect(data.map(({ status }) => status)).toEqual(['paid', 'paid'])
})

test('a session ends after a day, or when it is told to', async () => {
  const shop = await startShop()
  const { stripe } = shop
  const hook = await listen(stripe, ['checkout.session.expired'])
  const first = await shop.openSession()
  const second = await shop.openSession()
  expect(await stripe.checkout.sessions.expire(first.id)).toMatchObject({
    status: 'expired',
    url: null,
  })
  expect(await refusal(stripe.checkout.sessions.expire(first.id))).toMatchObject({
    statusCode: 400,
  })
  await sim(shop.url, '/advance', { seconds: 24 * HOUR })
  expect(await stripe.checkout.sessions.retrieve(second.id)).toMatchObject({ status: 'expired' })
  await hook.until((all) => all.length === 2)
  expect(await read(second.url)).toMatchObject({ status: 410 })
  expect(await post(second.url, goodCard)).toMatchObject({ status: 410 })
  expect((await stripe.checkout.sessions.list({ status: 'expired' })).data).toHaveLength(2)
})

test('a trial is set up without a payment', async () => {
  const shop = await startShop()
  const session = await shop.openSession({ subscription_data: { trial_period_days: 14 } })
  expect((await read(session.url)).text).toContain('Total due today $0.00')
  await post(session.url, goodCard)
  const after = await shop.stripe.checkout.sessions.retrieve(session.id, {
    expand: ['subscription'],
  })
  expect(after).toMatchObject({
    payment_status: 'no_payment_required',
    subscription: { status: 'trialing' },
  })
  expect((await shop.stripe.charges.list()).data).toEqual([])
})

test('a buyer without a customer becomes one, under the address they give', async () => {
  const { stripe, price } = await startShop()
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'http://localhost:3000/',
  })
  expect((await post(session.url, goodCard)).body).toContain('Enter your email.')
  await post(session.url, { ...goodCard, email: 'new@example.com' })
  const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['customer'] })
  expect(after).toMatchObject({
    status: 'complete',
    customer: { email: 'new@example.com' },
    customer_details: { email: 'new@example.com', name: 'A. Reader' },
  })
})

test('the buyer comes back although the endpoint refuses, and the event comes again', async () => {
  const shop = await startShop()
  const hook = await listen(shop.stripe, ['checkout.session.completed'])
  hook.answers.push(500)
  const session = await shop.openSession()
  expect(await post(session.url, goodCard)).toMatchObject({ status: 303 })
  expect(hook.received).toHaveLength(1)
  await sim(shop.url, '/advance', { seconds: 60 })
  await hook.until((all) => all.length === 2)
  expect(new Set(hook.received.map(({ id }) => id)).size).toBe(1)
})

test('what can not be sold is refused when the session is made', async () => {
  const shop = await startShop()
  const { stripe, price } = shop
  const once = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 100,
    product: idIn(price.product),
  })
  await stripe.prices.update(price.id, { active: false })
  for (const id of [price.id, once.id, 'price_none'])
    expect(
      await refusal(shop.openSession({ line_items: [{ price: id, quantity: 1 }] })),
    ).toMatchObject({
      statusCode: 400,
    })
})
