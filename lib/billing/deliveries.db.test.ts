/** Order and repetition, as Stripe delivers: each event by HTTP to the address on a port. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later } from '#lib/clock.ts'
import { addMember, eventAbout, type Member } from './testing/billing.ts'
import { type Answer, type Endpoint, openEndpoint } from './testing/endpoint.ts'
import { type FakeStripe, startFakeStripe } from './testing/fake-stripe.ts'
import { invoice, subscription } from './testing/world.ts'

const database = useTestDatabase()
const now = new Date()
let fake: FakeStripe
let endpoint: Endpoint
let member: Member

beforeAll(async () => {
  fake = await startFakeStripe()
  endpoint = await openEndpoint(database.url, fake)
})
afterAll(async () => {
  vi.useRealTimers()
  await endpoint.close()
  await fake.close()
})
beforeEach(async () => {
  // A second between any two tests, or their events together would be a flood.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2000 })
  member = await addMember(database.owner, fake)
})
afterEach(() => fake.behave())

const subId = ({ customerId } = member) => `sub_${customerId}`
function sells(changes: Record<string, unknown> = {}, who = member) {
  const sold = subscription(subId(who), who.customerId, now, changes)
  fake.world.subscriptions.set(sold.id, sold)
  return sold
}
const processed: Answer = { status: 200, body: { outcome: 'processed' } }
const deliver = async (event: Record<string, unknown>) =>
  expect(await endpoint.send(event)).toEqual(processed)
const statusOf = async (who = member) => {
  const [row] = await database.owner`select status from subscription where id = ${subId(who)}`
  return row?.status
}
const rowOf = async (id: string) => {
  const [row] = await database.owner`select outcome, attempts from stripe_event where id = ${id}`
  return row
}
const mails = async () => {
  const [row] = await database.owner`
    select count(*)::int as n from mail where reader_id = ${member.readerId}`
  return Number(row?.n)
}

test('13: the same event twice has one effect, and the same answer', async () => {
  const event = eventAbout(sells())
  await deliver(event)
  const calls = fake.calls.length
  await deliver(event)
  expect(fake.calls.length).toBe(calls)
  expect(await mails()).toBe(1)
})

test('13: one event delivered twenty times at once has one effect and one mail', async () => {
  const event = eventAbout(sells())
  const answers = await Promise.all(Array.from({ length: 20 }, () => endpoint.send(event)))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  // On a slow machine the address only stores what takes longer than its patience.
  await expect.poll(() => rowOf(event.id)).toMatchObject({ outcome: 'synced', attempts: 1 })
  expect(fake.calls.filter(({ path }) => path.endsWith(member.customerId))).toHaveLength(1)
  expect(await mails()).toBe(1)
})

test('14: an event that is a week old, freshly signed, changes nothing', async () => {
  const paid = sells()
  await deliver(eventAbout(paid))
  const weekAgo = Math.floor(later(now, -7 * DAY).getTime() / 1000)
  await deliver(eventAbout({ ...paid, status: 'past_due' }, { created: weekAgo }))
  expect(await statusOf()).toBe('active')
})

test('15: updated(active) before created(incomplete) is active', async () => {
  const sold = sells()
  await deliver(eventAbout(sold))
  await deliver(eventAbout({ ...sold, status: 'incomplete' }))
  expect(await statusOf()).toBe('active')
})

test('16: of two events in one second the newest state at Stripe counts', async () => {
  const created = Math.floor(now.getTime() / 1000)
  const first = eventAbout(sells({ status: 'past_due' }), { created })
  const second = eventAbout(sells({ status: 'active' }), { created })
  await deliver(second)
  await deliver(first)
  expect(await statusOf()).toBe('active')
})

test('17: deleted, then a late updated(active), is canceled', async () => {
  const before = sells()
  await deliver(eventAbout(sells({ status: 'canceled' })))
  await deliver(eventAbout(before))
  expect(await statusOf()).toBe('canceled')
})

test('18: invoice.paid before subscription.created is active', async () => {
  sells()
  const of = { customer: member.customerId, subscription: subId() }
  const paid = invoice(`in_${member.customerId}`, of, now)
  fake.world.invoices.set(paid.id, paid)
  await deliver(eventAbout(paid, { type: 'invoice.paid' }))
  expect(await statusOf()).toBe('active')
  expect(await mails()).toBe(2)
})

test('20: a slow reading, overtaken by an event with a change, does not overwrite the newer state', async () => {
  const [arrived, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  fake.onTheWay = async ({ path }) => {
    if (path !== '/subscriptions') return
    fake.behave()
    arrived.resolve()
    await go.promise
  }
  const slow = endpoint.send(eventAbout(sells()))
  await arrived.promise
  // The slow one has "active" on the way; Stripe knows better now, and says so.
  const change = eventAbout(sells({ status: 'canceled' }))
  const newer = endpoint.send(change)
  await expect.poll(() => rowOf(change.id)).toBeDefined()
  go.resolve()
  expect(await Promise.all([slow, newer])).toEqual([processed, processed])
  expect(await statusOf()).toBe('canceled')
})

test('21: an event of one customer never touches another', async () => {
  const other = await addMember(database.owner, fake)
  await deliver(eventAbout(sells()))
  await deliver(eventAbout(sells({}, other)))
  const rows = () => database.owner`select * from subscription where id = ${subId(other)}`
  const before = [...(await rows())]
  const calls = fake.calls.length
  sells({ status: 'canceled' }, other)
  await deliver(eventAbout(sells({ status: 'past_due' })))
  expect([await statusOf(), await statusOf(other)]).toEqual(['past_due', 'active'])
  expect([...(await rows())]).toEqual(before)
  const asked = JSON.stringify(fake.calls.slice(calls).map(({ path, query }) => [path, [...query]]))
  expect(asked).toContain(member.customerId)
  expect(asked).not.toContain(other.customerId)
})
