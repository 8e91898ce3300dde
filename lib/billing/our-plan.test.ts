import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { later, MINUTE } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { type StripeGateway, StripeUnavailable } from './gateway.ts'
import { glanceAtCatalogue, readCatalogue, readPlan } from './our-plan.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { ANNUAL, makeWorld, PRICE, PRODUCT } from './testing/world.ts'

useTestEnvironment()
const now = new Date('2027-03-12T09:30:00Z')
let fake: FakeStripe
let stripe: StripeGateway
beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
beforeEach(() => {
  fake.behave()
  fake.world = makeWorld()
  // What was read is remembered for each connection.
  stripe = fake.open()
})

const change = (changes: Record<string, unknown>) =>
  Object.assign(fake.world.prices.get(PRICE) ?? {}, changes)
const read = (at = now, priceId = PRICE) => readPlan(stripe, priceId, at)
const offers = async () => (await readCatalogue(stripe, PRICE, now)).offers
const changeAnnual = (changes: Record<string, unknown>) =>
  Object.assign(fake.world.prices.get(ANNUAL) ?? {}, changes)
const sellable = { kind: 'sellable', plan: { priceId: PRICE, productId: PRODUCT } }

test('an active monthly price is sold', async () => {
  expect(await read()).toEqual(sellable)
})

test('its product may come expanded', async () => {
  change({ product: { id: PRODUCT, object: 'product' } })
  expect(await read()).toEqual(sellable)
})

describe('51: a price that cannot be sold is told to the operator, and nothing crashes', () => {
  test.each<[string, Record<string, unknown>]>([
    ['archived', { active: false }],
    ['paid once', { type: 'one_time', recurring: null }],
    ['yearly', { recurring: { interval: 'year', interval_count: 1 } }],
    ['every three months', { recurring: { interval: 'month', interval_count: 3 } }],
  ])('%s', async (_name, changes) => {
    change(changes)
    const reading = await read()
    // Who bought it earlier keeps access: the product still counts.
    expect(reading).toMatchObject({ kind: 'misconfigured', plan: { productId: PRODUCT } })
    expect(reading.kind === 'misconfigured' && reading.why).toContain('STRIPE_PRICE_MONTHLY')
  })

  test('not there', async () => {
    expect(await read(now, 'price_typo')).toMatchObject({
      kind: 'misconfigured',
      plan: { priceId: 'price_typo', productId: null },
    })
  })
})

test('it is asked for once in ten minutes', async () => {
  const before = fake.calls.length
  await read()
  await read(later(now, 10 * MINUTE - 1))
  expect(fake.calls.length - before).toBe(1)
  await read(later(now, 10 * MINUTE))
  expect(fake.calls.length - before).toBe(2)
})

test('a wrong price is asked for each time, so that a repair is seen at once', async () => {
  change({ active: false })
  await read()
  change({ active: true })
  expect(await read()).toEqual(sellable)
})

test('the answer about one price is none about another', async () => {
  await read()
  expect(await read(now, 'price_other')).toMatchObject({ kind: 'misconfigured' })
})

test('while Stripe is down the last answer stands; without one it is an outage', async () => {
  await read()
  fake.before = () => stripeError(500)
  expect(await read(later(now, 60 * MINUTE))).toEqual(sellable)
  stripe = fake.open()
  await expect(read()).rejects.toThrow(StripeUnavailable)
})

describe('the catalogue', () => {
  test('is every plan, with its price at Stripe, from one question', async () => {
    const before = fake.calls.length
    expect(await offers()).toMatchObject([
      { kind: 'sellable', plan: { id: 'monthly' }, priceId: PRICE, amount: 500, currency: 'usd' },
      { kind: 'sellable', plan: { id: 'annual' }, priceId: ANNUAL, amount: 5000, currency: 'usd' },
    ])
    expect(fake.calls.length - before).toBe(1)
  })

  test('has a main price that was made by hand, without a key', async () => {
    change({ lookup_key: null })
    expect(await offers()).toMatchObject([{ kind: 'sellable' }, { kind: 'sellable' }])
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['archived', { active: false }, 'archived'],
    ['of another product', { product: 'prod_other' }, 'not of the product'],
    ['monthly', { recurring: { interval: 'month', interval_count: 1 } }, 'not yearly'],
    ['every second year', { recurring: { interval: 'year', interval_count: 2 } }, 'not yearly'],
    ['in tiers', { unit_amount: null }, 'without a fixed amount'],
    ['under another key', { lookup_key: 'other' }, 'this account has not'],
  ])('leaves out an annual price that is %s, and says why', async (_name, changes, why) => {
    changeAnnual(changes)
    const [monthly, annual] = await offers()
    expect(monthly).toMatchObject({ kind: 'sellable' })
    expect(annual).toMatchObject({ kind: 'misconfigured' })
    expect(annual?.kind === 'misconfigured' && annual.why).toContain(why)
    expect(annual?.kind === 'misconfigured' && annual.why).toContain('foldline_annual')
    expect(await read()).toEqual(sellable)
  })

  test('sells the year although the month is archived', async () => {
    change({ active: false })
    expect(await offers()).toMatchObject([{ kind: 'misconfigured' }, { kind: 'sellable' }])
  })

  test('is told to a page at once from what is known, and renewed behind it', async () => {
    await offers()
    const at = later(now, 60 * MINUTE)
    changeAnnual({ active: false })
    const glance = async () => (await glanceAtCatalogue(stripe, PRICE, at))?.offers[1]?.kind
    expect(await glance()).toBe('sellable')
    await expect.poll(glance).toBe('misconfigured')
  })
})
