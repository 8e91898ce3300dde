import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { readOverdueRenewals } from './renewals.ts'
import { addMember, billingOn, deliver, eventAbout, type Member } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { item, subscription } from './testing/world.ts'

useTestEnvironment()
const database = useTestDatabase()
const began = new Date()
const afterThePeriod = later(began, 31 * DAY)
let fake: FakeStripe
let members: Member[]
beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
afterEach(() => fake.behave())

beforeEach(async () => {
  await database.owner`truncate stripe_customer, subscription, stripe_event cascade`
  members = []
  for (let i = 0; i < 5; i++) members.push(await addMember(database.owner, fake))
  members.sort((a, b) => (a.customerId < b.customerId ? -1 : 1))
  for (const { customerId } of members) {
    const sold = subscription(`sub_${customerId}`, customerId, began)
    fake.world.subscriptions.set(sold.id, sold)
    await deliver(database.app, eventAbout(sold), billingOn(fake))
  }
})

const first = () => members[0]?.customerId ?? ''
const read = (now: Date) =>
  readOverdueRenewals(
    database.app,
    billingOn(fake, () => now),
  )

test('nobody is read while the paid period runs', async () => {
  expect(await read(later(began, 29 * DAY))).toBe(0)
})

test('when it is over each is read once, and a renewal nobody told us of is found', async () => {
  const customerId = first()
  const renewed = subscription(`sub_${customerId}`, customerId, began, {
    items: { object: 'list', data: [item(later(began, 30 * DAY))] },
  })
  fake.world.subscriptions.set(renewed.id, renewed)
  expect(await read(afterThePeriod)).toBe(5)
  const [row] = await database.owner`select period_end from subscription where id = ${renewed.id}`
  const end: Date = row?.period_end
  expect(end.getTime()).toBeGreaterThan(afterThePeriod.getTime())
  expect(await read(afterThePeriod)).toBe(0)
})

test('a trial that is over is read as well: a payer would be locked out until its event came', async () => {
  await database.owner`update subscription set status = 'trialing'`
  expect(await read(afterThePeriod)).toBe(5)
})

test('one customer who cannot be read does not stand before the others', async () => {
  const broken = first()
  fake.before = ({ path }) => (path.endsWith(broken) ? stripeError(500) : undefined)
  expect(await read(afterThePeriod)).toBe(4)
})

test('nor does one whose state cannot be written', async () => {
  const customerId = first()
  const data = [item(began, { quantity: 1e12 })]
  const poison = subscription(`sub_${customerId}`, customerId, began, {
    items: { object: 'list', data },
  })
  fake.world.subscriptions.set(poison.id, poison)
  expect(await read(afterThePeriod)).toBe(4)
})

test('while Stripe is down it gives up soon, and asks again the next time', async () => {
  fake.before = () => stripeError(500)
  const before = fake.calls.length
  expect(await read(afterThePeriod)).toBe(0)
  expect(fake.calls.length - before).toBe(3)
  fake.behave()
  expect(await read(afterThePeriod)).toBe(5)
})
