import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { SECOND } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { startCheckout } from './checkout.ts'
import { addReader, billingOn, deliver, eventAbout } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { customer, item, makeWorld, PRICE, subscription } from './testing/world.ts'

const { siteUrl, stripe: configured } = useTestEnvironment()
const database = useTestDatabase()
let fake: FakeStripe
let buyer: { id: string; email: string; name: string | null }
beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
beforeEach(async () => {
  fake.world = makeWorld()
  buyer = await addReader(database.owner)
})
afterEach(() => fake.behave())

/** A connection of its own, because what was read of the price is remembered for each. */
const subscribe = (who = buyer, priceId = PRICE, stripe = fake.open()) =>
  startCheckout(
    database.app,
    who,
    { plan: 'monthly', returnTo: '/articles/x' },
    { stripe, priceId, sale: configured.sale, siteUrl, now: new Date() },
  )
const rows = async (table: string) => {
  const found = await database.owner`
    select * from ${database.owner(table)} where reader_id = ${buyer.id} order by created_at`
  return [...found]
}
const calls = (method: string, path: string) =>
  fake.calls.filter((call) => call.method === method && call.path === path)
const customerId = async () => String((await rows('stripe_customer')).at(-1)?.customer_id)
const gives = async (changes: Record<string, unknown> = {}) => {
  const sold = subscription(`sub_${buyer.id}`, await customerId(), new Date(), changes)
  fake.world.subscriptions.set(sold.id, sold)
}

describe('a reader who has nothing', () => {
  test('becomes a customer, gets one attempt, and is sent to pay', async () => {
    const outcome = await subscribe({ ...buyer, name: 'A. Reader' })
    const [session] = fake.world.sessions.values()
    expect(outcome).toEqual({ kind: 'pay', url: session?.url })
    expect(await rows('checkout_attempt')).toMatchObject([
      { state: 'open', session_id: session?.id, return_to: '/articles/x' },
    ])
    expect(await rows('stripe_customer')).toMatchObject([{ livemode: false, unlinked_at: null }])
  })

  test('42, 45: price, customer and return addresses are ours, and the reader is named on both', async () => {
    await subscribe()
    const form = Object.fromEntries(calls('POST', '/checkout/sessions').at(-1)?.form ?? [])
    expect(form).toMatchObject({
      mode: 'subscription',
      customer: await customerId(),
      client_reference_id: buyer.id,
      'line_items[0][price]': PRICE,
      'line_items[0][quantity]': '1',
      'metadata[reader_id]': buyer.id,
      'subscription_data[metadata][reader_id]': buyer.id,
      success_url: 'https://news.example/subscribe/return',
      cancel_url: 'https://news.example/subscribe?plan=monthly',
    })
    expect(form.ui_mode).toBeUndefined()
    expect(form.payment_method_types).toBeUndefined()
  })

  test('47, 48: two tabs and fifty clicks get one session', async () => {
    const connection = fake.open()
    const outcomes = []
    for (let round = 0; round < 10; round++)
      outcomes.push(
        ...(await Promise.all(
          Array.from({ length: 5 }, () => subscribe(buyer, PRICE, connection)),
        )),
      )
    expect(new Set(outcomes.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(fake.world.sessions.size).toBe(1)
    expect(fake.world.customers.size).toBe(1)
    expect(await rows('checkout_attempt')).toHaveLength(1)
  })

  test('a session that expired, or that Stripe forgot, is followed by a new one', async () => {
    await subscribe()
    Object.assign([...fake.world.sessions.values()][0] ?? {}, { status: 'expired', url: null })
    await subscribe()
    fake.world.sessions.clear()
    expect(await subscribe()).toMatchObject({ kind: 'pay' })
    expect((await rows('checkout_attempt')).map((row) => row.state)).toEqual([
      'expired',
      'expired',
      'open',
    ])
  })

  test('two readers do not wait for each other', async () => {
    const other = await addReader(database.owner)
    const hang = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    fake.onTheWay = async ({ path, form }) => {
      if (path !== '/customers' || form.get('email') !== buyer.email) return
      arrived.resolve()
      await hang.promise
    }
    const slow = subscribe()
    await arrived.promise
    expect(await subscribe(other)).toMatchObject({ kind: 'pay' })
    hang.resolve()
    expect(await slow).toMatchObject({ kind: 'pay' })
  })
})

describe('who has a subscription that is not over gets no second one', () => {
  const inAMonth = Math.floor(Date.now() / SECOND) + 30 * 86_400
  test.each<[string, Record<string, unknown>]>([
    ['active', {}],
    ['trialing', { status: 'trialing', trial_end: inAMonth }],
    ['past due', { status: 'past_due' }],
    ['unpaid', { status: 'unpaid' }],
    ['paused', { status: 'paused' }],
    ['scheduled to end', { cancel_at: inAMonth }],
    ['not paid for yet', { status: 'incomplete' }],
    ['with collection paused', { pause_collection: { behavior: 'void', resumes_at: null } }],
    ['in a state nobody knows', { status: 'hibernating' }],
  ])('%s', async (_name, changes) => {
    await subscribe()
    const sessions = fake.world.sessions.size
    await gives(changes)
    expect(await subscribe()).toEqual({ kind: 'already_subscribed' })
    expect(fake.world.sessions.size).toBe(sessions)
  })

  test('also when the webhook of the payment has not come yet', async () => {
    await subscribe()
    await gives()
    expect(
      await database.owner`select id from subscription where id = ${`sub_${buyer.id}`}`,
    ).toHaveLength(0)
    expect(await subscribe()).toEqual({ kind: 'already_subscribed' })
    // It was seen, so it was written: the reader reads on at once.
    expect(
      await database.owner`select id from subscription where id = ${`sub_${buyer.id}`}`,
    ).toHaveLength(1)
  })

  test.each<[string, Record<string, unknown>]>([
    ['canceled', { status: 'canceled' }],
    ['never paid for in time', { status: 'incomplete_expired' }],
  ])('one that is %s is over', async (_name, changes) => {
    await subscribe()
    await gives(changes)
    expect(await subscribe()).toMatchObject({ kind: 'pay' })
  })

  test('41: one to another product does not count', async () => {
    await subscribe()
    const price = { id: 'price_x', product: 'prod_x', unit_amount: 500 }
    await gives({ items: { object: 'list', data: [item(new Date(), { price })] } })
    expect(await subscribe()).toMatchObject({ kind: 'pay' })
  })
})

describe('30: a customer that is gone', () => {
  test.each<[string, (id: string) => void]>([
    ['deleted', (id) => fake.world.customers.set(id, customer(id, { deleted: true }))],
    ['never heard of', (id) => fake.world.customers.delete(id)],
  ])('%s: a new one, once, and not their open session', async (_name, lose) => {
    await subscribe()
    const [lost, session] = [await customerId(), [...fake.world.sessions.keys()]]
    lose(lost)
    const outcomes = await Promise.all([subscribe(), subscribe()])
    expect(outcomes[0]).toMatchObject({ kind: 'pay' })
    expect(outcomes[1]).toEqual(outcomes[0])
    expect(await rows('stripe_customer')).toMatchObject([
      { customer_id: lost },
      { unlinked_at: null },
    ])
    expect(await customerId()).not.toBe(lost)
    const made = [...fake.world.sessions.values()].filter(({ id }) => !session.includes(id))
    expect(made).toMatchObject([{ customer: await customerId() }])
  })

  test('deleted between two questions of ours: a new one, although its copy says active', async () => {
    await subscribe()
    await gives()
    const lost = await customerId()
    await deliver(database.app, eventAbout(customer(lost)), billingOn(fake))
    let asked = 0
    fake.onTheWay = ({ path }) => {
      if (path === `/customers/${lost}` && ++asked === 1)
        fake.world.customers.set(lost, customer(lost, { deleted: true }))
    }
    expect(await subscribe()).toMatchObject({ kind: 'pay' })
    expect(await customerId()).not.toBe(lost)
  })

  test('of the other mode: a new one, without asking Stripe for it', async () => {
    await subscribe()
    const lost = await customerId()
    await database.owner`update stripe_customer set livemode = true where customer_id = ${lost}`
    fake.calls.length = 0
    expect(await subscribe()).toMatchObject({ kind: 'pay' })
    expect(calls('GET', `/customers/${lost}`)).toHaveLength(0)
    expect(await customerId()).not.toBe(lost)
  })

  test('known from the webhook: the next checkout makes a new one', async () => {
    await subscribe()
    const gone = customer(await customerId(), { deleted: true })
    fake.world.customers.set(gone.id, gone)
    await deliver(database.app, eventAbout(gone), billingOn(fake))
    expect(await subscribe()).toMatchObject({ kind: 'pay' })
    expect(await rows('stripe_customer')).toHaveLength(2)
  })
})

describe('51: a price that cannot be sold', () => {
  test.each<[string, Record<string, unknown>]>([
    ['archived', { active: false }],
    ['paid once', { type: 'one_time', recurring: null }],
  ])('%s: unavailable, and nothing begun', async (_name, changes) => {
    Object.assign(fake.world.prices.get(PRICE) ?? {}, changes)
    expect(await subscribe()).toEqual({ kind: 'unavailable' })
    expect(fake.world.customers.size).toBe(0)
  })

  test('not there', async () => {
    expect(await subscribe(buyer, 'price_typo')).toEqual({ kind: 'unavailable' })
  })
})

describe('29: Stripe fails', () => {
  test.each(['/prices', '/customers', '/checkout/sessions'])(
    'at %s: unavailable, nothing begun, and the button works again',
    async (path) => {
      fake.before = (call) => (call.path.startsWith(path) ? stripeError(500) : undefined)
      expect(await subscribe()).toEqual({ kind: 'unavailable' })
      expect(await rows('checkout_attempt')).toHaveLength(0)
      expect(await rows('stripe_customer')).toHaveLength(0)
      fake.behave()
      expect(await subscribe()).toMatchObject({ kind: 'pay' })
      // The customer made before the failure is found again, not made twice.
      expect(fake.world.customers.size).toBe(1)
    },
  )

  test('a 404 of a proxy in between is no customer and no session', async () => {
    fake.before = ({ method }) => (method === 'POST' ? { status: 404, body: '{}' } : undefined)
    expect(await subscribe()).toEqual({ kind: 'unavailable' })
    expect(await rows('stripe_customer')).toHaveLength(0)
  })

  test('a session without an address is none', async () => {
    fake.before = ({ path }) =>
      path === '/checkout/sessions'
        ? { status: 200, body: '{"object":"checkout.session","id":"cs_x","url":null}' }
        : undefined
    expect(await subscribe()).toEqual({ kind: 'unavailable' })
  })
})
