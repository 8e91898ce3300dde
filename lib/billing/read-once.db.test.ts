import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { reopenEvent } from '#db/queries/inbox.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { drainInbox, processEvent, receiveEvent } from './inbox.ts'
import { replayDeadLetters } from './replay.ts'
import { syncCustomer } from './sync.ts'
import { addMember, billingOn, eventAbout, type Member, verified } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { subscription } from './testing/world.ts'

useTestEnvironment()
const database = useTestDatabase()
let fake: FakeStripe
let member: Member
const billing = () => billingOn(fake)

beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
beforeEach(async () => {
  member = await addMember(database.owner, fake)
  fake.calls.length = 0
})
afterEach(() => fake.behave())

const subId = () => `sub_${member.customerId}`

/** Something changes at Stripe, and an event about it comes in. */
async function comesIn(status = 'active'): Promise<string> {
  const changed = subscription(subId(), member.customerId, new Date(), { status })
  fake.world.subscriptions.set(changed.id, changed)
  const event = verified(eventAbout(changed))
  await receiveEvent(database.app, event, { livemode: false, now: new Date() })
  return event.id
}
const settle = (id: string) => processEvent(database.app, id, billing())
const sync = () =>
  database.app.transaction((tx) =>
    syncCustomer(tx, member.customerId, { ...billing(), now: new Date() }),
  )
/** How often the customer was read at Stripe since the test began. */
const readings = () => fake.calls.filter(({ path }) => path === '/subscriptions').length
const outcomeOf = async (id: string) => {
  const [row] = await database.owner`select outcome from stripe_event where id = ${id}`
  return row?.outcome
}
const statusHeld = async () => {
  const [row] = await database.owner`select status from subscription where id = ${subId()}`
  return row?.status
}

test('13: however many events of a customer are in hand at once, it is read once for all of them', async () => {
  const events = [await comesIn('incomplete'), await comesIn(), await comesIn(), await comesIn()]
  await Promise.all(events.map(settle))
  expect(readings()).toBe(1)
  expect(await Promise.all(events.map(outcomeOf))).toEqual(events.map(() => 'synced'))
  expect(await statusHeld()).toBe('active')
})

test('what came in before somebody read the customer for another reason is known', async () => {
  const event = await comesIn()
  await sync()
  expect(await settle(event)).toBe(true)
  expect(readings()).toBe(1)
  expect(await outcomeOf(event)).toBe('synced')
})

test('20: what comes in while Stripe is being read is read again: the answer may be older', async () => {
  const first = await comesIn()
  const [asked, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  fake.onTheWay = async ({ path }) => {
    if (path !== '/subscriptions') return
    asked.resolve()
    await go.promise
  }
  const slow = settle(first)
  await asked.promise
  const second = await comesIn('past_due')
  const behind = settle(second)
  go.resolve()
  await Promise.all([slow, behind])
  expect(readings()).toBe(2)
  expect(await statusHeld()).toBe('past_due')
})

test('26: a reading that was not written down counts for nothing', async () => {
  const event = await comesIn()
  fake.before = ({ path }) => (path === '/charges' ? stripeError(429) : undefined)
  expect(await settle(event)).toBe(false)
  fake.behave()
  expect(await statusHeld()).toBeUndefined()
  await settle(event)
  expect(await statusHeld()).toBe('active')
})

test('what is replayed is read, whatever was read before', async () => {
  const event = await comesIn()
  await settle(event)
  const sold = fake.world.subscriptions.get(subId())
  if (sold) fake.world.subscriptions.set(subId(), { ...sold, status: 'canceled' })
  await reopenEvent(database.app, event, new Date())
  await settle(event)
  expect(await statusHeld()).toBe('canceled')
})

test('so are all dead letters', async () => {
  const event = await comesIn()
  await database.owner`update stripe_event set outcome = 'dead', processed_at = now()
                        where id = ${event}`
  await sync()
  await replayDeadLetters(database.app, { id: null, label: 'test' }, new Date())
  await drainInbox(database.app, billing())
  expect(await outcomeOf(event)).toBe('synced')
  expect(readings()).toBe(2)
})

test('of a customer who is nobody’s any more nothing is known, and of somebody who left every event is emptied', async () => {
  const [unlinked, left] = [await comesIn(), await comesIn()]
  await sync()
  await database.owner`update reader set deleted_at = now(), email = ${`deleted-${member.readerId}@deleted.invalid`}
                        where id = ${member.readerId}`
  // As if it had been on its way into the inbox while the others were emptied.
  await database.owner`update stripe_event set payload = ${database.owner.json({ name: 'Ada' })}
                        where id = ${left}`
  await settle(left)
  const [row] = await database.owner`select payload from stripe_event where id = ${left}`
  expect(JSON.stringify(row?.payload)).not.toContain('Ada')
  // That reading settled the other one as well: it comes in anew.
  await reopenEvent(database.app, unlinked, new Date())
  await sync()
  await database.owner`update stripe_customer set unlinked_at = now()
                        where customer_id = ${member.customerId}`
  await settle(unlinked)
  expect(await outcomeOf(unlinked)).toBe('unlinked')
})
