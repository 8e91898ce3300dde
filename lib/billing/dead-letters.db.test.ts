import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { HOUR, later, MINUTE } from '#lib/clock.ts'
import { addStaff } from '#lib/newsroom/staff.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { alertDeadLetters, stuckEvents } from './dead-letters.ts'
import { processEvent } from './inbox.ts'
import { replayDeadLetters } from './replay.ts'
import { addMember, billingOn } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'

useTestEnvironment()
const database = useTestDatabase()
let fake: FakeStripe
beforeAll(async () => {
  fake = await startFakeStripe()
  for (const [name, role] of [
    ['first', 'admin'],
    ['second', 'admin'],
    ['desk', 'support'],
  ] as const)
    await addStaff(database.app, 'test', { email: `${name}@news.example`, name: null, role })
})
afterAll(() => fake.close())
beforeEach(async () => {
  fake.behave()
  await database.owner`truncate stripe_event, mail cascade`
})

const now = new Date()
type Stored = { deadAt: Date | null; receivedAt: Date; customerId: string | null; attempts: number }

/** An event in the inbox: given up at `deadAt`, or waiting. */
async function addEvent(changes: Partial<Stored> = {}): Promise<string> {
  const id = `evt_${randomUUID().replaceAll('-', '')}`
  const event = { deadAt: null, receivedAt: now, customerId: null, attempts: 0, ...changes }
  await database.owner`
    insert into stripe_event (id, type, livemode, payload, customer_id, created_at, received_at,
                              processed_at, outcome, attempts, last_error)
    values (${id}, 'invoice.paid', false, '{}', ${event.customerId}, ${event.receivedAt},
            ${event.receivedAt}, ${event.deadAt}, ${event.deadAt && 'dead'}, ${event.attempts},
            'Error: no')`
  return id
}
const mails = async () => {
  const rows = await database.owner`
    select to_address, subject, data from mail where kind = 'staff_dead_letter' order by to_address`
  return [...rows]
}
const alert = (at = later(new Date(), 1000)) => alertDeadLetters(database.app, at)

test('an event that fails for the last time is told to every admin, and nobody else', async () => {
  const { customerId } = await addMember(database.owner, fake)
  const id = await addEvent({ customerId, attempts: 9 })
  fake.before = () => stripeError(500)
  await processEvent(database.app, id, billingOn(fake))
  expect(await mails()).toMatchObject([
    {
      to_address: 'first@news.example',
      subject: 'An event of Stripe’s was given up',
      data: { count: 1, event: id, type: 'invoice.paid', error: expect.stringContaining('500') },
    },
    { to_address: 'second@news.example' },
  ])
})

test('of many there is one mail an hour, which counts them; the rest is told after it', async () => {
  await addEvent({ deadAt: later(now, -1 * MINUTE) })
  expect(await alert()).toBe(true)
  for (let n = 0; n < 3; n++) await addEvent({ deadAt: later(new Date(), 100) })
  expect(await alert()).toBe(false)
  expect(await mails()).toHaveLength(2)
  expect(await alert(later(new Date(), 1 * HOUR + 1000))).toBe(true)
  expect(await mails()).toHaveLength(4)
  const [last] = (await mails()).filter(({ data }) => data.count === 4)
  expect(last?.subject).toBe('4 events of Stripe’s were given up')
})

test('what was told is not told again, however long it lies there', async () => {
  await addEvent({ deadAt: later(now, -1 * MINUTE) })
  await alert()
  expect(await alert(later(new Date(), 5 * HOUR))).toBe(false)
})

test('several instances at once tell it once', async () => {
  await addEvent({ deadAt: later(now, -1 * MINUTE) })
  const told = await Promise.all([alert(), alert(), alert()])
  expect(told.filter(Boolean)).toHaveLength(1)
  expect(await mails()).toHaveLength(2)
})

test('staff see what was given up and what waits long, with whose it is', async () => {
  const { customerId, readerId } = await addMember(database.owner, fake)
  const dead = await addEvent({ deadAt: now, customerId, attempts: 10 })
  const waiting = await addEvent({ receivedAt: later(now, -11 * MINUTE), customerId: 'cus_nobody' })
  await addEvent({ receivedAt: later(now, -9 * MINUTE) })
  expect(await stuckEvents(database.app, now)).toMatchObject({
    dead: [
      { id: dead, type: 'invoice.paid', customerId, readerId, attempts: 10, error: 'Error: no' },
    ],
    waiting: [{ id: waiting, customerId: 'cus_nobody', readerId: null, processedAt: null }],
  })
})

test('replaying all makes each pending again, and the audit log says who asked', async () => {
  const ids = [await addEvent({ deadAt: now }), await addEvent({ deadAt: now })]
  const actor = { id: null, label: 'Somebody' }
  expect(await replayDeadLetters(database.app, actor, now)).toBe(2)
  const rows = await database.owner`
    select id from stripe_event where processed_at is null and attempts = 0`
  expect(rows.map(({ id }) => String(id)).toSorted()).toEqual(ids.toSorted())
  const audit = await database.owner`
    select detail from audit_entry where actor = 'Somebody'`
  expect([...audit]).toEqual([{ detail: { count: 2 } }])
  expect(await replayDeadLetters(database.app, actor, now)).toBe(0)
  expect(await database.owner`select 1 from audit_entry where actor = 'Somebody'`).toHaveLength(1)
})
