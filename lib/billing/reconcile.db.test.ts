import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, HOUR, later, SECOND } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { StripeUnavailable } from './gateway.ts'
import { reconcileEvents } from './reconcile.ts'
import { addMember, billingOn, deliver, eventAbout, type Member } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { subscription } from './testing/world.ts'

useTestEnvironment()
const database = useTestDatabase()
let fake: FakeStripe
let member: Member
/** A moment after all that the tests do, whatever the database's own clock says. */
const now = later(new Date(), 1 * HOUR)
const reconcile = (at = now) =>
  reconcileEvents(
    database.app,
    billingOn(fake, () => at),
  )

beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
beforeEach(async () => {
  await database.owner`delete from stripe_event`
  await database.owner`delete from health_check`
  fake.world.events.clear()
  member = await addMember(database.owner, fake)
})
afterEach(() => fake.behave())

/** Something happens at Stripe, and its list of events says so. */
function happens(at: Date, changes: Record<string, unknown> = {}) {
  const sold = subscription(`sub_${member.customerId}`, member.customerId, at)
  fake.world.subscriptions.set(sold.id, sold)
  const event = eventAbout(sold, { created: Math.floor(at.getTime() / SECOND), ...changes })
  fake.world.events.set(event.id, event)
  return event
}
const statusHeld = async () => {
  const [row] = await database.owner`
    select status from subscription where customer_id = ${member.customerId}`
  return row?.status
}

test('34: a webhook that never comes is found in the list, and unlocks', async () => {
  happens(later(now, -1 * HOUR))
  expect(await reconcile()).toEqual({ listed: 1, missed: 1, settled: 1 })
  expect(await statusHeld()).toBe('active')
})

test('what came in by itself is not processed again', async () => {
  const event = happens(later(now, -1 * HOUR))
  await deliver(
    database.app,
    event,
    billingOn(fake, () => now),
  )
  expect(await reconcile()).toEqual({ listed: 1, missed: 0, settled: 0 })
})

const arrivalOf = async (id: string) => {
  const [row] = await database.owner`select source, signed_at from stripe_event where id = ${id}`
  return row
}

test('what only reconciling found is told from what came by itself, also when it comes late', async () => {
  const event = happens(later(now, -1 * HOUR))
  await reconcile()
  expect(await arrivalOf(event.id)).toMatchObject({ source: 'reconcile', signed_at: null })
  const billing = billingOn(fake, () => now)
  await deliver(database.app, event, billing)
  expect(await arrivalOf(event.id)).toMatchObject({ source: 'webhook' })
  expect((await arrivalOf(event.id))?.signed_at).toBeInstanceOf(Date)
})

test('an event that is older than one that came in is found within the hour', async () => {
  happens(later(now, -80 * 60 * SECOND))
  const newer = happens(later(now, -30 * 60 * SECOND))
  await deliver(
    database.app,
    newer,
    billingOn(fake, () => now),
  )
  expect(await reconcile()).toMatchObject({ listed: 2, missed: 1 })
})

test('while Stripe’s list cannot be read webhooks still come: what was lost meanwhile is found afterwards', async () => {
  happens(later(now, -9 * HOUR))
  await reconcile(later(now, -9 * HOUR))
  happens(later(now, -8 * HOUR))
  const newer = happens(later(now, -1 * HOUR))
  fake.before = ({ path }) => (path === '/events' ? stripeError(500) : undefined)
  await expect(reconcile(later(now, -2 * HOUR))).rejects.toThrow(StripeUnavailable)
  fake.behave()
  await deliver(
    database.app,
    newer,
    billingOn(fake, () => now),
  )
  expect(await reconcile()).toMatchObject({ missed: 1 })
})

test('with nothing in the inbox it looks back as far as Stripe remembers, and no further', async () => {
  happens(later(now, -29 * DAY))
  happens(later(now, -31 * DAY))
  expect(await reconcile()).toMatchObject({ listed: 1, missed: 1 })
})

test('types that we never asked for are not asked for here either', async () => {
  happens(later(now, -1 * HOUR), { type: 'invoice.created' })
  expect(await reconcile()).toMatchObject({ listed: 0 })
})

test('Stripe takes twenty types at a time: later ones are asked for as well', async () => {
  happens(later(now, -1 * HOUR), { type: 'customer.deleted' })
  expect(await reconcile()).toMatchObject({ listed: 1, missed: 1 })
  const asked = fake.calls.filter(({ path }) => path === '/events')
  const types = asked.map(({ query }) => [...query.keys()].filter((key) => key.startsWith('types')))
  expect(Math.max(...types.map(({ length }) => length))).toBeLessThanOrEqual(20)
})

test('while Stripe is down it says so, and the next look finds all', async () => {
  happens(later(now, -1 * HOUR))
  fake.before = ({ path }) => (path === '/events' ? stripeError(500) : undefined)
  await expect(reconcile()).rejects.toThrow(StripeUnavailable)
  fake.behave()
  expect(await reconcile()).toMatchObject({ missed: 1, settled: 1 })
})
