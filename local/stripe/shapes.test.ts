import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { DAY, goodCard, idIn, post, raw, type Shop, sim, startShop } from './testing/start.ts'
import { itemOf, priceOf } from './testing/changes.ts'
import { readSchemas } from './testing/schemas.ts'

let shapeOf: ReturnType<typeof readSchemas>

beforeAll(() => {
  shapeOf = readSchemas()
})

const list = z.object({
  object: z.literal('list'),
  data: z.array(z.looseObject({ object: z.string() })),
})

type Served = { object: string; [field: string]: unknown }

const eventShape = z.looseObject({
  type: z.string(),
  data: z.object({
    object: z.looseObject({ object: z.string() }),
    previous_attributes: z.record(z.string(), z.unknown()).optional(),
  }),
})

/** What is wrong with an object, by the SDK's own types; empty when nothing is. */
function faults(object: Served, kind = object.object): string[] {
  const validate = shapeOf(kind)
  if (validate(object)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${kind}${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

test('the shapes refuse what is missing, unknown or of another type', async () => {
  const { price } = await startShop()
  const wire: Served = JSON.parse(JSON.stringify(price))
  expect(faults(wire)).toEqual([])
  const { livemode: _livemode, ...without } = wire
  for (const wrong of [without, { ...wire, colour: 'red' }, { ...wire, active: 'yes' }])
    expect(faults({ ...wrong, object: 'price' })).not.toEqual([])
})

test('everything that is served is what the SDK says Stripe serves', async () => {
  const shop = await startShop()
  const { url, stripe, customer } = shop
  await stripe.webhookEndpoints.create({
    url: 'http://127.0.0.1:9/',
    enabled_events: ['charge.failed'],
  })
  await stripe.testHelpers.testClocks.create({ frozen_time: 1_900_000_000, name: 'A clock' })

  const session = await shop.openSession({ metadata: { a: '1' }, client_reference_id: 'r1' })
  await shop.openSession()
  await post(session.url, goodCard)
  await post((await shop.openSession()).url, goodCard)
  const trial = await shop.subscribe({ trial_period_days: 30 })
  await sim(url, '/charges', { outcome: 'decline', count: 1 })
  const incomplete = await shop.subscribe({})
  expect(incomplete.status).toBe('incomplete')
  await sim(url, '/charges', { outcome: 'action', count: 1 })
  await shop.subscribe({})
  await sim(url, '/disputes', { customer: customer.id })
  await stripe.refunds.create({ payment_intent: await paidIntent(shop) })
  await stripe.billingPortal.sessions.create({
    customer: customer.id,
    return_url: 'http://localhost/',
  })
  await stripe.subscriptions.update(trial.id, {
    cancel_at_period_end: true,
    pause_collection: { behavior: 'void' },
  })
  await changeEverything(shop)
  await sim(url, '/advance', { seconds: 40 * DAY })
  await sim(url, '/charges', { outcome: 'decline', count: 9 })
  await sim(url, '/advance', { seconds: 40 * DAY })

  const seen = new Set<string>()
  for (const path of [
    'customers',
    'products',
    'prices',
    'checkout/sessions',
    `checkout/sessions/${session.id}/line_items`,
    'subscriptions?status=all',
    'invoices',
    'invoiceitems',
    'invoice_payments',
    'payment_intents',
    `payment_methods?customer=${customer.id}`,
    'charges',
    'refunds',
    'disputes',
    'billing_portal/configurations',
    'webhook_endpoints',
    'test_helpers/test_clocks',
  ]) {
    const { body } = await raw(url, 'GET', `/v1/${path}`)
    const { data } = list.parse(body)
    expect(data.length).toBeGreaterThan(0)
    for (const object of data) {
      expect(faults(object)).toEqual([])
      seen.add(object.object)
    }
  }
  expect(seen.size).toBe(17)
})

test('what is sold with discounts, taxes, tax ids and once keeps its shape', async () => {
  const shop = await startShop()
  const { url, stripe, customer, price } = shop
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'forever', name: 'Ten' })
  const promotion = { type: 'coupon', coupon: coupon.id } as const
  await stripe.promotionCodes.create({ promotion, code: 'TEN' })
  const options = {
    automatic_tax: { enabled: true },
    tax_id_collection: { enabled: true },
    customer_update: { name: 'auto', address: 'auto' },
    custom_text: { submit: { message: 'Thank you.' } },
  } as const
  const said = { ...goodCard, business: 'yes', business_name: 'B', tax_id: 'GB123456789' }
  const session = await shop.openSession({ ...options, allow_promotion_codes: true })
  await post(`${session.url}/promotion`, { promotion_code: 'TEN' })
  await post(`${session.url}/country`, { country: 'GB' })
  expect(await post(session.url, said)).toMatchObject({ status: 303 })
  const product = idIn(price.product)
  const once = await stripe.checkout.sessions.create({
    ...options,
    mode: 'payment',
    customer: customer.id,
    discounts: [{ coupon: coupon.id }],
    invoice_creation: { enabled: true },
    line_items: [{ quantity: 2, price_data: { currency: 'usd', unit_amount: 5000, product } }],
    success_url: 'http://localhost/',
  })
  expect(await post(once.url, goodCard)).toMatchObject({ status: 303 })
  const { data: held } = await stripe.subscriptions.list({ customer: customer.id })
  const subscription = held[0]?.id ?? ''
  for (const path of [
    'coupons',
    'promotion_codes?expand[]=data.promotion.coupon',
    `customers/${customer.id}/tax_ids`,
    'checkout/sessions?expand[]=data.invoice&expand[]=data.payment_intent&expand[]=data.discounts.coupon',
    `checkout/sessions/${once.id}/line_items`,
    'subscriptions?expand[]=data.discounts.source.coupon&expand[]=data.discounts.promotion_code',
    'invoices?expand[]=data.discounts&expand[]=data.total_discount_amounts.discount',
    'charges',
    'prices',
    'products',
  ]) {
    const { status, body } = await raw(url, 'GET', `/v1/${path}`)
    expect(status).toBe(200)
    const { data } = list.parse(body)
    expect(data.length).toBeGreaterThan(0)
    for (const object of data) expect(faults(object)).toEqual([])
  }
  const gone = await raw(url, 'DELETE', `/v1/subscriptions/${subscription}/discount`)
  const deleted = z.looseObject({ object: z.string() }).parse(gone.body)
  expect(faults(deleted, 'deleted_discount')).toEqual([])
})

/** A change that is prorated, one that waits for its payment, and a portal with everything. */
async function changeEverything(shop: Shop) {
  const { stripe, price } = shop
  const dear = await priceOf(shop, 900)
  const product = idIn(price.product)
  const [one, other] = [await shop.subscribe(), await shop.subscribe()]
  await stripe.subscriptions.update(one.id, { items: [{ id: itemOf(one), price: dear.id }] })
  await sim(shop.url, '/charges', { outcome: 'decline', count: 1 })
  await stripe.subscriptions.update(other.id, {
    items: [{ id: itemOf(other), price: (await priceOf(shop, 9900, 'year')).id }],
    payment_behavior: 'pending_if_incomplete',
  })
  await stripe.billingPortal.configurations.create({
    business_profile: { headline: 'The Leadline' },
    features: {
      customer_update: { enabled: true, allowed_updates: ['email'] },
      subscription_cancel: {
        enabled: true,
        cancellation_reason: { enabled: true, options: ['other'] },
      },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price'],
        products: [{ product, prices: [dear.id] }],
      },
    },
  })
}

async function paidIntent({ stripe, customer }: Shop) {
  const { data } = await stripe.charges.list({ customer: customer.id })
  const paid = data.find(({ paid: good, disputed }) => good && !disputed)
  return idIn(paid?.payment_intent)
}

test('what is expanded, made, opened and deleted keeps its shape', async () => {
  const shop = await startShop()
  const { url, stripe, customer, price } = shop
  const session = await shop.openSession()
  await post(session.url, goodCard)
  const ways: [string, string][] = [
    [
      'GET',
      `/v1/checkout/sessions/${session.id}?expand[]=line_items&expand[]=subscription.latest_invoice.payments&expand[]=customer`,
    ],
    ['GET', `/v1/customers/${customer.id}?expand[]=subscriptions`],
    ['GET', `/v1/prices/${price.id}?expand[]=product`],
    ['POST', `/v1/billing_portal/sessions?`],
    ['POST', '/v1/billing_portal/sessions'],
    ['POST', '/v1/invoices/create_preview'],
    ['POST', '/v1/invoices/create_preview?'],
    ['POST', '/v1/webhook_endpoints'],
    ['GET', '/v1/account'],
    ['GET', '/v1/balance'],
  ]
  const bodies: Record<string, string> = {
    '/v1/billing_portal/sessions?': `customer=${customer.id}`,
    '/v1/billing_portal/sessions': `customer=${customer.id}&flow_data[type]=payment_method_update`,
    '/v1/invoices/create_preview': `customer=${customer.id}`,
    '/v1/invoices/create_preview?': `customer=${customer.id}&subscription_details[items][0][price]=${price.id}`,
    '/v1/webhook_endpoints': 'url=http://127.0.0.1:9/&enabled_events[]=*',
  }
  for (const [method, path] of ways) {
    const body = bodies[path]
    const answer = await raw(url, method, path, body === undefined ? {} : { body })
    expect(answer.status).toBe(200)
    expect(faults(z.looseObject({ object: z.string() }).parse(answer.body))).toEqual([])
  }
  await stripe.customers.del(customer.id)
  const gone = await raw(url, 'GET', `/v1/customers/${customer.id}`)
  expect(
    faults(z.looseObject({ object: z.string() }).parse(gone.body), 'deleted_customer'),
  ).toEqual([])
})

test('every event is one of the SDK’s events, with its object', async () => {
  const shop = await startShop()
  const { url, stripe, customer } = shop
  await post((await shop.openSession()).url, goodCard)
  await sim(url, '/disputes', { customer: customer.id })
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'once' })
  const promotion = { type: 'coupon', coupon: coupon.id } as const
  await stripe.promotionCodes.create({ promotion })
  await shop.subscribe({ discounts: [{ coupon: coupon.id }] })
  await stripe.coupons.del(coupon.id)
  const taxId = { type: 'eu_vat', value: 'DE123456789' } as const
  const made = await stripe.customers.createTaxId(customer.id, taxId)
  await stripe.customers.deleteTaxId(customer.id, made.id)
  const subscription = await shop.subscribe({ trial_period_days: 5 })
  await stripe.subscriptions.update(subscription.id, { metadata: { a: '1' } })
  await changeEverything(shop)
  await sim(url, '/advance', { seconds: 7 * DAY })
  await stripe.customers.del(customer.id)
  const { body } = await raw(url, 'GET', '/v1/events?limit=100')
  const { data } = list.parse(body)
  const told = data.flatMap((event) => {
    const { type, data: about } = eventShape.parse(event)
    // Of a hash Stripe tells only what changed in it, which the SDK's types do not say.
    const { previous_attributes: earlier = {}, ...rest } = about
    const strangers = Object.keys(earlier).filter((name) => !(name in about.object))
    const wrong = [...faults({ ...event, data: rest }), ...strangers]
    return wrong.length === 0 ? [] : [{ type, strangers, faults: faults(about.object) }]
  })
  expect(told).toEqual([])
  expect(new Set(data.map((event) => event.type)).size).toBeGreaterThan(20)
})
