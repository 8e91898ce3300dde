import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { compareSubscriptions } from './compare.ts'
import { StripeUnavailable } from './gateway.ts'
import { addMember, billingOn, deliver, eventAbout } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { item, makeWorld, subscription } from './testing/world.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date('2027-03-12T09:30:00Z')
let fake: FakeStripe
beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
beforeEach(() => {
  fake.world = makeWorld()
})
afterEach(() => fake.behave())

const billing = () => billingOn(fake, () => now)
const compare = (signal?: AbortSignal) => compareSubscriptions(database.app, billing(), signal)

/** Somebody who subscribed; our copy is the same as Stripe's. */
async function subscriber() {
  const { customerId } = await addMember(database.owner, fake)
  const sold = subscription(`sub_${customerId}`, customerId, now)
  fake.world.subscriptions.set(sold.id, sold)
  await deliver(database.app, eventAbout(sold), billing())
  return { id: sold.id, customerId, sold }
}
const held = async (id: string) => {
  const [row] = await database.owner`select * from subscription where id = ${id}`
  return row
}

test('what is the same is not read anew', async () => {
  await subscriber()
  expect(await compare()).toEqual({
    listed: 1,
    ours: 1,
    different: 0,
    synced: 0,
    failed: 0,
    complete: true,
  })
})

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['the status', { status: 'canceled' }, { status: 'canceled' }],
  ['a cancellation', { cancel_at_period_end: true }, { cancel_at_period_end: true }],
  ['an end', { cancel_at: 1_810_000_000 }, { cancel_at: new Date(1_810_000_000_000) }],
  [
    'the period',
    { items: { object: 'list', data: [item(new Date('2027-04-11T09:30:00Z'))] } },
    { period_start: new Date('2027-04-11T09:30:00Z') },
  ],
  [
    'the price',
    {
      items: {
        object: 'list',
        data: [item(now, { price: { id: 'price_other', object: 'price', product: 'prod_x' } })],
      },
    },
    { price_id: 'price_other' },
  ],
])('%s that we did not hear of is mended', async (_what, changes, row) => {
  const { id, sold } = await subscriber()
  Object.assign(sold, changes)
  expect(await compare()).toMatchObject({ different: 1, synced: 1 })
  expect(await held(id)).toMatchObject(row)
  expect(await compare()).toMatchObject({ different: 0 })
})

test('a subscription that we never heard of is found, an ended one too', async () => {
  const { customerId } = await addMember(database.owner, fake)
  const ended = subscription('sub_unheard', customerId, now, { status: 'canceled' })
  fake.world.subscriptions.set(ended.id, ended)
  expect(await compare()).toMatchObject({ different: 1, synced: 1 })
  expect(await held('sub_unheard')).toMatchObject({ status: 'canceled' })
})

test('customers who are nobody of ours are left alone', async () => {
  const foreign = subscription('sub_foreign', 'cus_foreign', now)
  fake.world.subscriptions.set(foreign.id, foreign)
  expect(await compare()).toMatchObject({ listed: 1, ours: 0, different: 0 })
})

test('it goes through all pages, and holds one at a time', async () => {
  for (let n = 0; n < 250; n++) {
    const one = subscription(`sub_many_${n}`, 'cus_foreign', now)
    fake.world.subscriptions.set(one.id, one)
  }
  const { sold } = await subscriber()
  Object.assign(sold, { status: 'canceled' })
  const before = fake.calls.length
  expect(await compare()).toMatchObject({ listed: 251, ours: 1, synced: 1 })
  const pages = fake.calls
    .slice(before)
    .filter(({ query }) => query.has('limit') && !query.has('customer'))
  expect(pages).toHaveLength(3)
})

test('one customer who cannot be read does not keep the others from it', async () => {
  const [bad, good] = [await subscriber(), await subscriber()]
  for (const { sold } of [bad, good]) Object.assign(sold, { status: 'canceled' })
  fake.before = ({ path }) => (path.endsWith(bad.customerId) ? stripeError(500) : undefined)
  expect(await compare()).toMatchObject({ different: 2, synced: 1, failed: 1 })
  expect(await held(good.id)).toMatchObject({ status: 'canceled' })
})

test('customers whom nobody can read, however many in a row, do not keep the others from it', async () => {
  const broken = [await subscriber(), await subscriber(), await subscriber(), await subscriber()]
  const last = await subscriber()
  for (const one of [...broken, last]) Object.assign(one.sold, { status: 'canceled' })
  const ids = new Set(broken.map(({ customerId }) => `/customers/${customerId}`))
  fake.before = ({ path }) => (ids.has(path) ? stripeError(500) : undefined)
  expect(await compare()).toMatchObject({ different: 5, synced: 1, failed: 4, complete: true })
  expect(await held(last.id)).toMatchObject({ status: 'canceled' })
})

test('what an older version of the API says the same is not read anew', async () => {
  const { sold } = await subscriber()
  const [start, end] = [now.getTime() / 1000, now.getTime() / 1000 + 30 * 86_400]
  const none = { current_period_start: undefined, current_period_end: undefined }
  const items = { object: 'list', data: [item(now, none)] }
  Object.assign(sold, { items, current_period_start: start, current_period_end: end })
  expect(await compare()).toMatchObject({ listed: 1, different: 0 })
})

test('while Stripe is down it says so and leaves our copy as it is', async () => {
  const { id, sold } = await subscriber()
  Object.assign(sold, { status: 'canceled' })
  fake.before = () => stripeError(500)
  await expect(compare()).rejects.toThrow(StripeUnavailable)
  expect(await held(id)).toMatchObject({ status: 'active' })
})

test('told to stop, it stops after a page and says that it is not done', async () => {
  for (let n = 0; n < 150; n++) {
    const one = subscription(`sub_many_${n}`, 'cus_foreign', now)
    fake.world.subscriptions.set(one.id, one)
  }
  expect(await compare(AbortSignal.abort())).toMatchObject({ listed: 100, complete: false })
})
