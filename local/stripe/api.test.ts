import { expect, test } from 'vitest'
import { z } from 'zod'
import { readForm } from './kernel/form.ts'
import { clientOf, raw, refusal, SECRET_KEY, sim, start, startShop, idIn } from './testing/start.ts'

const errorShape = z.object({
  error: z.object({
    type: z.string(),
    code: z.string().optional(),
    message: z.string(),
    param: z.string().optional(),
  }),
})

const errorOf = ({ body }: { body: unknown }) => errorShape.parse(body).error

test('only the right key is let in, and every refusal has an envelope and a request id', async () => {
  const { url } = await start()
  const none = await fetch(`${url}/v1/customers`)
  expect(none.status).toBe(401)
  expect(none.headers.get('request-id')).toMatch(/^req_sim/)
  expect(errorOf({ body: await none.json() }).message).toMatch(/^You did not provide an API key/)

  const wrong = await refusal(clientOf(url, { key: 'sk_test_other' }).customers.list())
  expect(wrong).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' })
  expect(wrong.message).not.toContain('sk_test_other')

  const basic = `Basic ${Buffer.from(`${SECRET_KEY}:`).toString('base64')}`
  const curl = await fetch(`${url}/v1/customers`, { headers: { authorization: basic } })
  expect(curl.status).toBe(200)
})

test('an address that is none is refused as Stripe does', async () => {
  const { url } = await start()
  for (const [method, path] of [
    ['GET', '/v1/nothing'],
    ['POST', '/v1/customers/cus_1/nothing'],
    ['DELETE', '/v1/customers'],
    ['GET', '/v2/core/events'],
    ['GET', '/v1/customers/%zz'],
  ] as const) {
    const answer = await raw(url, method, path)
    expect(answer.status).toBe(404)
    expect(errorOf(answer).type).toBe('invalid_request_error')
  }
  const answer = await raw(url, 'GET', '/v1/nothing')
  expect(errorOf(answer).message).toMatch(/^Unrecognized request URL \(GET: \/v1\/nothing\)\./)
})

test('parameters are checked and named', async () => {
  const { url } = await startShop()
  const cases: [string, string, object][] = [
    ['/v1/customers', 'emial=x', { code: 'parameter_unknown', param: 'emial' }],
    [
      '/v1/customers',
      'invoice_settings[a]=x',
      { code: 'parameter_unknown', param: 'invoice_settings[a]' },
    ],
    ['/v1/customers', 'email=nobody', { code: 'email_invalid', param: 'email' }],
    ['/v1/prices', 'unit_amount=5', { code: 'parameter_missing', param: 'currency' }],
    [
      '/v1/prices',
      'currency=usd&unit_amount=five&product=x',
      { code: 'parameter_invalid_integer' },
    ],
    [
      '/v1/prices',
      'currency=usd&unit_amount=5&product=',
      { code: 'parameter_invalid_empty', param: 'product' },
    ],
    [
      '/v1/prices',
      'currency=usd&unit_amount=5&product=prod_x',
      { code: 'resource_missing', param: 'product' },
    ],
    [
      '/v1/checkout/sessions',
      'mode=subscription&line_items[0][price]=p&line_items[0][colour]=x&success_url=http://a',
      { param: 'line_items[0][colour]' },
    ],
    [
      '/v1/checkout/sessions',
      'mode=subscription&success_url=http://a',
      { code: 'parameter_missing', param: 'line_items' },
    ],
    [
      '/v1/checkout/sessions',
      'mode=subscription&line_items[0][price]=price_x&line_items[0][quantity]=1&success_url=nowhere',
      { code: 'url_invalid', param: 'success_url' },
    ],
    [
      '/v1/subscriptions',
      'customer=cus_x&items[0][price]=price_x',
      { code: 'resource_missing', param: 'customer' },
    ],
  ]
  for (const [path, body, error] of cases) {
    const answer = await raw(url, 'POST', path, { body })
    expect({ body, status: answer.status, ...errorOf(answer) }).toMatchObject({
      body,
      status: 400,
      type: 'invalid_request_error',
      ...error,
    })
  }
  const status = await raw(url, 'GET', '/v1/subscriptions?status=asleep')
  expect(errorOf(status)).toMatchObject({ param: 'status' })
  const limit = await raw(url, 'GET', '/v1/customers?limit=101')
  expect(limit.status).toBe(400)
})

test('what is not there is a 404 in an address and a 400 in a parameter', async () => {
  const { stripe } = await start()
  expect(await refusal(stripe.customers.retrieve('cus_none'))).toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
    message: "No such customer: 'cus_none'",
  })
  expect(await refusal(stripe.subscriptions.list({ customer: 'cus_none' }))).toMatchObject({
    statusCode: 400,
    code: 'resource_missing',
    param: 'customer',
  })
})

test('metadata is merged, and unset one by one or as a whole', async () => {
  const { stripe, customer } = await startShop()
  const { id } = customer
  await stripe.customers.update(id, { metadata: { a: '1', b: '2' } })
  const merged = await stripe.customers.update(id, { metadata: { a: '', c: '3' }, name: 'Anna' })
  expect(merged.metadata).toEqual({ reader_id: 'r1', b: '2', c: '3' })
  const cleared = await stripe.customers.update(id, { metadata: '', name: '' })
  expect(cleared).toMatchObject({ metadata: {}, name: null })
})

test('a deleted customer is remembered as deleted, and can not be changed', async () => {
  const shop = await startShop()
  const { stripe, customer } = shop
  const subscription = await shop.subscribe()
  expect(await stripe.customers.del(customer.id)).toMatchObject({ deleted: true })
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
    id: customer.id,
    deleted: true,
  })
  expect(await refusal(stripe.customers.update(customer.id, { name: 'x' }))).toMatchObject({
    statusCode: 404,
  })
  expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'canceled' })
  const { data } = await stripe.subscriptions.list({ customer: customer.id, status: 'all' })
  expect(data).toHaveLength(1)
  expect((await stripe.customers.list()).data).toEqual([])
})

test('customers are found by their address as it is now, page by page', async () => {
  const { stripe } = await start()
  const email = 'anna@example.com'
  const [first, second, other] = [
    await stripe.customers.create({ email }),
    await stripe.customers.create({ email }),
    await stripe.customers.create({ email: 'bert@example.com' }),
  ]
  const page = await stripe.customers.list({ email, limit: 1 })
  expect(page).toMatchObject({ data: [{ id: second.id }], has_more: true })
  const rest = await stripe.customers.list({ email, limit: 1, starting_after: second.id })
  expect(rest).toMatchObject({ data: [{ id: first.id }], has_more: false })
  await stripe.customers.update(other.id, { email })
  await stripe.customers.del(first.id)
  const { data } = await stripe.customers.list({ email })
  expect(data.map(({ id }) => id)).toEqual([other.id, second.id])
})

test('a price is found by its lookup key, which only one price has', async () => {
  const { stripe, price } = await startShop()
  const { data } = await stripe.prices.list({ lookup_keys: ['monthly', 'yearly'], active: true })
  expect(data.map(({ id }) => id)).toEqual([price.id])
  const again = {
    currency: 'usd',
    unit_amount: 600,
    recurring: { interval: 'month' as const },
    lookup_key: 'monthly',
    product: idIn(price.product),
  }
  expect(await refusal(stripe.prices.create(again))).toMatchObject({
    code: 'resource_already_exists',
  })
  const moved = await stripe.prices.create({ ...again, transfer_lookup_key: true })
  expect(moved.lookup_key).toBe('monthly')
  expect(await stripe.prices.retrieve(price.id)).toMatchObject({
    lookup_key: null,
    unit_amount: 500,
  })
  await stripe.prices.update(moved.id, { active: false })
  expect((await stripe.prices.list({ lookup_keys: ['monthly'], active: true })).data).toEqual([])
})

test('an idempotency key does a thing once', async () => {
  const { stripe, url } = await start()
  const key = { idempotencyKey: 'customer r1' }
  const first = await stripe.customers.create({ email: 'a@example.com' }, key)
  const again = await stripe.customers.create({ email: 'a@example.com' }, key)
  expect(again.id).toBe(first.id)
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true')
  expect(again.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId)
  expect((await stripe.customers.list()).data).toHaveLength(1)

  expect(await refusal(stripe.customers.create({ email: 'b@example.com' }, key))).toMatchObject({
    statusCode: 400,
    rawType: 'idempotency_error',
  })
  const mistaken = { 'idempotency-key': 'k2' }
  const refused = await raw(url, 'POST', '/v1/customers', { body: 'emial=x', headers: mistaken })
  expect(refused.status).toBe(400)
  const mended = await raw(url, 'POST', '/v1/customers', { body: 'name=x', headers: mistaken })
  expect(mended.status).toBe(200)
})

test('two requests with one key at the same time do not run twice', async () => {
  const { stripe, url } = await start()
  await sim(url, '/api', { fault: 'slow', ms: 300 })
  const key = { idempotencyKey: 'k' }
  const first = stripe.customers.create({ name: 'x' }, key)
  const state = z.object({ api: z.unknown() })
  await expect
    .poll(async () => state.parse(await (await fetch(`${url}/_sim/state`)).json()).api)
    .toBeNull()
  expect(await refusal(stripe.customers.create({ name: 'x' }, key))).toMatchObject({
    statusCode: 409,
    code: 'idempotency_key_in_use',
  })
  await first
  expect((await stripe.customers.list()).data).toHaveLength(1)
})

test('lists come in pages, in both directions, and whole', async () => {
  const { stripe } = await start()
  const ids: string[] = []
  for (let n = 0; n < 7; n++) ids.unshift((await stripe.customers.create({ name: String(n) })).id)
  const first = await stripe.customers.list({ limit: 3 })
  expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 3))
  expect(first.has_more).toBe(true)
  const next = await stripe.customers.list({ limit: 3, starting_after: ids[2] ?? '' })
  expect(next.data.map(({ id }) => id)).toEqual(ids.slice(3, 6))
  const last = await stripe.customers.list({ limit: 3, starting_after: ids[5] ?? '' })
  expect(last).toMatchObject({ has_more: false, data: [{ id: ids[6] }] })
  const back = await stripe.customers.list({ limit: 3, ending_before: ids[5] ?? '' })
  expect(back.data.map(({ id }) => id)).toEqual(ids.slice(2, 5))
  expect(back.has_more).toBe(true)
  const all = await stripe.customers.list({ limit: 2 }).autoPagingToArray({ limit: 100 })
  expect(all.map(({ id }) => id)).toEqual(ids)
  expect(await refusal(stripe.customers.list({ starting_after: 'cus_none' }))).toMatchObject({
    code: 'resource_missing',
  })
})

test('expand puts objects where ids are, in lists and several steps deep', async () => {
  const shop = await startShop()
  const { stripe, customer, price } = shop
  const made = await shop.subscribe()
  const one = await stripe.subscriptions.retrieve(made.id, {
    expand: ['customer', 'latest_invoice.payments', 'items.data.price.product'],
  })
  expect(one).toMatchObject({
    customer: { id: customer.id, email: 'anna@example.com' },
    latest_invoice: { payments: { data: [{ status: 'paid', amount_paid: 500 }] } },
    items: { data: [{ price: { id: price.id, product: { name: 'The Leadline' } } }] },
  })
  const { data } = await stripe.subscriptions.list({ expand: ['data.customer', 'data.test_clock'] })
  expect(data).toMatchObject([{ customer: { id: customer.id }, test_clock: null }])
  const { data: payments } = await stripe.invoicePayments.list({
    expand: ['data.payment.payment_intent.latest_charge'],
  })
  expect(payments).toMatchObject([
    { payment: { payment_intent: { latest_charge: { paid: true } } } },
  ])
  expect(
    await refusal(stripe.subscriptions.retrieve(made.id, { expand: ['a.b.c.d.e'] })),
  ).toMatchObject({ statusCode: 400 })
  for (const expand of ['status', 'nothing', 'items.data.nothing'])
    expect(
      await refusal(stripe.subscriptions.retrieve(made.id, { expand: [expand] })),
    ).toMatchObject({
      message: `This property cannot be expanded (${expand}).`,
    })
})

test('prices have a Decimal through the SDK and text on the wire', async () => {
  const { price, url } = await startShop()
  expect(price.unit_amount_decimal?.toString()).toBe('500')
  const { body } = await raw(url, 'GET', `/v1/prices/${price.id}`)
  expect(body).toMatchObject({ unit_amount: 500, unit_amount_decimal: '500', livemode: false })
})

test('forms are read with brackets, whatever the names', () => {
  expect(readForm('a[b][0]=1&a[b][1]=2&c[]=x&c[]=y&d=1&d=2&e[10]=k&e[2]=z')).toEqual({
    a: { b: ['1', '2'] },
    c: ['x', 'y'],
    d: '2',
    e: ['z', 'k'],
  })
  const strange = readForm('metadata[__proto__]=x&metadata[constructor]=y')
  expect(Object.keys(strange.metadata ?? {})).toEqual(['__proto__', 'constructor'])
  expect({}).not.toHaveProperty('x')
})

test('another version of the API is refused, since nothing here could answer in it', async () => {
  const { url } = await start()
  const answer = await raw(url, 'GET', '/v1/customers', {
    headers: { 'stripe-version': '2020-08-27' },
  })
  expect(answer.status).toBe(400)
})
