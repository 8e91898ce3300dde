import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ask, askAll, demand, openGateway, StripeUnavailable } from './gateway.ts'
import { type FakeStripe, type Fault, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { customer, subscription } from './testing/world.ts'

let fake: FakeStripe
beforeAll(async () => {
  fake = await startFakeStripe()
  fake.world.customers.set('cus_1', customer('cus_1'))
})
afterAll(() => fake.close())
afterEach(() => fake.behave())

const askForCustomer = (id = 'cus_1') =>
  ask('customer', () => fake.gateway.client.customers.retrieve(id))

test('what is there comes, and what Stripe says is not there is null', async () => {
  expect(await askForCustomer()).toMatchObject({ id: 'cus_1' })
  expect(await askForCustomer('cus_9')).toBeNull()
})

test('what must be there and is not is an outage', async () => {
  await expect(
    demand('customer', () => fake.gateway.client.customers.retrieve('cus_9')),
  ).rejects.toThrow(StripeUnavailable)
})

describe('29: what is no answer of Stripe’s is a typed failure, never a success', () => {
  test.each<[string, Fault]>([
    ['429', stripeError(429, 'rate_limit')],
    ['500', stripeError(500)],
    ['401: a wrong key', stripeError(401)],
    ['403', stripeError(403)],
    ['a 404 without `error`', { status: 404, body: '{}' }],
    ['a 404 of a proxy', { status: 404, body: '{"message":"not found"}' }],
    ['a 502 in HTML', { status: 502, body: '<html>Bad gateway</html>' }],
    ['a login page with 200', { status: 200, body: '<html>Sign in to the net</html>' }],
    ['JSON that is nothing of Stripe’s', { status: 200, body: '{"ok":true}' }],
    ['something else of Stripe’s', { status: 200, body: '{"object":"charge","id":"ch_1"}' }],
    ['`null`', { status: 200, body: 'null' }],
    ['nothing at all', { status: 200, body: '' }],
    ['half a body', { status: 200, body: '{"object":"customer","id":"cu' }],
    ['a broken connection', 'reset'],
  ])('%s', async (_name, fault) => {
    fake.before = () => fault
    await expect(askForCustomer()).rejects.toThrow(StripeUnavailable)
  })

  test('a stalled answer ends when patience does', async () => {
    fake.before = () => 'silence'
    const { client } = fake.gateway
    const impatient = ask('customer', () =>
      client.customers.retrieve('cus_1', {}, { timeout: 50, maxNetworkRetries: 0 }),
    )
    await expect(impatient).rejects.toThrow(StripeUnavailable)
  })

  test('an answer that drips ends when patience does, however often something comes', async () => {
    const timers: NodeJS.Timeout[] = []
    fake.before = () => (response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' })
      timers.push(setInterval(() => response.write(' '), 10))
    }
    const { client } = fake.gateway
    const impatient = ask('customer', () =>
      client.customers.retrieve('cus_1', {}, { timeout: 100, maxNetworkRetries: 0 }),
    )
    await expect(impatient).rejects.toThrow(StripeUnavailable)
    for (const timer of timers) clearInterval(timer)
  })

  test('a port nobody listens on', async () => {
    const nobody = openGateway({
      secretKey: 'sk_test_fake',
      livemode: false,
      apiBase: new URL('http://127.0.0.1:9'),
      patience: 'interactive',
    })
    await expect(ask('customer', () => nobody.client.customers.retrieve('cus_1'))).rejects.toThrow(
      StripeUnavailable,
    )
  })

  test('the failure says what it was in one line, without the key', async () => {
    fake.before = () => stripeError(500)
    const error: unknown = await askForCustomer().catch((thrown: unknown) => thrown)
    expect(String(error)).toContain('500')
    expect(String(error)).not.toContain('sk_test')
    expect(String(error)).not.toContain('\n')
  })
})

test('a passing fault is tried again, and nobody hears of it', async () => {
  let faults = 1
  fake.before = () => (faults-- > 0 ? { ...stripe503, retry: true } : undefined)
  expect(await askForCustomer()).toMatchObject({ id: 'cus_1' })
})
const stripe503 = { status: 503, body: '{"error":{"type":"api_error","message":"busy"}}' }

const list = () =>
  askAll('subscription', () =>
    fake.gateway.client.subscriptions.list({ customer: 'cus_1', status: 'all', limit: 2 }),
  )

describe('a list', () => {
  beforeAll(() => {
    for (let i = 0; i < 5; i++)
      fake.world.subscriptions.set(`sub_${i}`, subscription(`sub_${i}`, 'cus_1', new Date()))
  })

  test('comes whole, over all its pages', async () => {
    expect((await list()).map(({ id }) => id)).toEqual([
      'sub_0',
      'sub_1',
      'sub_2',
      'sub_3',
      'sub_4',
    ])
  })

  test('asks for each of its pages once', async () => {
    const before = fake.calls.length
    await list()
    expect(fake.calls.length - before).toBe(3)
  })

  test.each<[string, Fault]>([
    ['is refused', stripeError(500)],
    ['is a 404 without `error`', { status: 404, body: '{}' }],
    ['has no list', { status: 200, body: '{"object":"list"}' }],
  ])('whose second page %s is an outage, not a shorter list', async (_name, fault) => {
    fake.before = ({ query }) => (query.has('starting_after') ? fault : undefined)
    await expect(list()).rejects.toThrow(StripeUnavailable)
  })

  test('whose data is none is an outage', async () => {
    fake.before = () => ({ status: 200, body: '{"object":"list","data":null}' })
    await expect(list()).rejects.toThrow(StripeUnavailable)
  })
})
