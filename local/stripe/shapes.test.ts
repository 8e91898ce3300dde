import { beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { DAY, goodCard, post, raw, sim, startShop, idIn } from './testing/start.ts'
import { readSchemas } from './testing/schemas.ts'

let shapeOf: ReturnType<typeof readSchemas>

// The first use of each shape compiles it.
vi.setConfig({ testTimeout: 120_000 })

beforeAll(() => {
  shapeOf = readSchemas()
}, 120_000)

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
  expect(seen.size).toBe(16)
})

async function paidIntent({ stripe, customer }: Awaited<ReturnType<typeof startShop>>) {
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
    ['POST', '/v1/webhook_endpoints'],
  ]
  const bodies: Record<string, string> = {
    '/v1/billing_portal/sessions?': `customer=${customer.id}`,
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
  const subscription = await shop.subscribe({ trial_period_days: 5 })
  await stripe.subscriptions.update(subscription.id, { metadata: { a: '1' } })
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
