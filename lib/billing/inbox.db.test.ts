import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reopenEvent } from '#db/queries/inbox.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later, SECOND } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { DRAINERS, drainInbox, processEvent, receiveEvent } from './inbox.ts'
import {
  addMember,
  billingOn,
  deliver,
  eventAbout,
  type Member,
  verified,
} from './testing/billing.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { contest, customer, subscription } from './testing/world.ts'

useTestEnvironment()
const database = useTestDatabase()
let fake: FakeStripe
let member: Member
/** The clock of whoever processes; the database dates what comes in by its own. */
let clock = new Date()
const billing = () => billingOn(fake, () => clock)

beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
beforeEach(async () => {
  clock = later(new Date(), SECOND)
  member = await addMember(database.owner, fake)
})
afterEach(async () => {
  fake.behave()
  await database.owner`update stripe_event set processed_at = now(), outcome = 'ignored'
                        where processed_at is null`
})

const subId = () => `sub_${member.customerId}`
function sells(changes: Record<string, unknown> = {}) {
  const sold = subscription(subId(), member.customerId, clock, changes)
  fake.world.subscriptions.set(sold.id, sold)
  return sold
}
const receive = (event: Record<string, unknown>) =>
  receiveEvent(database.app, verified(event), { livemode: false, now: clock })
const settle = (id: string) => processEvent(database.app, id, billing())
const drain = () => drainInbox(database.app, billing())
const rowOf = async (id: string) => {
  const [row] = await database.owner`
    select outcome, attempts, last_error, next_attempt_at, processed_at, customer_id
      from stripe_event where id = ${id}`
  return row
}
const heldStatus = async () => {
  const [row] = await database.owner`select status from subscription where id = ${subId()}`
  return row?.status
}
const mails = async () => {
  const [row] = await database.owner`
    select count(*)::int as n from mail where reader_id = ${member.readerId}`
  return Number(row?.n)
}

describe('order and repetition', () => {
  test('a reading settles what else waited for the same customer, and for no other', async () => {
    const sold = sells()
    const [waiting, mine] = [eventAbout(sold), eventAbout(sold)]
    const other = await addMember(database.owner, fake)
    const theirs = eventAbout(customer(other.customerId))
    for (const event of [waiting, mine, theirs]) await receive(event)
    expect(await settle(mine.id)).toBe(true)
    expect(await rowOf(waiting.id)).toMatchObject({ outcome: 'synced', attempts: 0 })
    expect(await rowOf(theirs.id)).toMatchObject({ outcome: null })
  })

  test('an event that comes in after the reading began is not settled by it', async () => {
    const sold = sells()
    const [first, second] = [eventAbout(sold), eventAbout({ ...sold, status: 'canceled' })]
    fake.onTheWay = async ({ path }) => {
      if (path !== '/subscriptions') return
      fake.behave()
      // The reading has "active" on the way when Stripe ends it and says so.
      sells({ status: 'canceled' })
      await receive(second)
    }
    await deliver(database.app, first, billing())
    expect(await heldStatus()).toBe('active')
    expect(await rowOf(second.id)).toMatchObject({ outcome: null })
    expect(await drain()).toBe(1)
    expect(await heldStatus()).toBe('canceled')
  })
})

describe('crashes and outages', () => {
  test('23: killed between receipt and processing, it is drained at the next start, once', async () => {
    const event = eventAbout(sells())
    expect(await receive(event)).toBe('new')
    expect(await drain()).toBe(1)
    expect(await drain()).toBe(0)
    expect(await heldStatus()).toBe('active')
    expect(await mails()).toBe(1)
  })

  test('what has just come in is due at once, also when the clock of the database is ahead of ours', async () => {
    clock = later(new Date(), -SECOND)
    await receive(eventAbout(sells()))
    expect(await drain()).toBe(1)
  })

  test('a redelivery of an event that still waits is processed, whatever its back-off', async () => {
    const event = eventAbout(sells())
    fake.before = () => stripeError(500)
    expect(await deliver(database.app, event, billing())).toBe(false)
    fake.behave()
    expect(await receive(event)).toBe('pending')
    expect(await settle(event.id)).toBe(true)
  })

  test('26: Stripe down while processing: it waits longer each time, and access is unchanged', async () => {
    await deliver(database.app, eventAbout(sells()), billing())
    const event = eventAbout(sells({ status: 'canceled' }))
    fake.before = () => stripeError(500)
    await receive(event)
    const waits = []
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(await drain()).toBe(0)
      const row = await rowOf(event.id)
      expect(row).toMatchObject({ attempts: attempt, outcome: null })
      const due: Date = row?.next_attempt_at
      waits.push(Math.round((due.getTime() - clock.getTime()) / 1000))
      expect(await drain()).toBe(0)
      expect(await rowOf(event.id)).toMatchObject({ attempts: attempt })
      clock = later(due, SECOND)
    }
    expect(waits).toEqual([5, 15, 60])
    expect(await heldStatus()).toBe('active')
    fake.behave()
    expect(await drain()).toBe(1)
    expect(await rowOf(event.id)).toMatchObject({ outcome: 'synced', last_error: null })
    expect(await heldStatus()).toBe('canceled')
  })

  test('while Stripe is down a drain asks once, and does not use up everybody’s attempts', async () => {
    const events = []
    for (let i = 0; i < 3; i++) {
      const other = await addMember(database.owner, fake)
      events.push(eventAbout(customer(other.customerId)))
    }
    for (const event of events) await receive(event)
    fake.before = () => stripeError(500)
    expect(await drain()).toBe(0)
    const attempts = await Promise.all(events.map(async ({ id }) => (await rowOf(id))?.attempts))
    expect(attempts.toSorted()).toEqual([0, 0, 1])
  })

  test('31: a poisoned event lets the others pass, and is a dead letter after ten attempts', async () => {
    // A number no database takes: every attempt fails, and not for want of Stripe.
    const poison = { object: 'list', data: [{ ...Object(sells().items).data[0], quantity: 1e12 }] }
    const event = eventAbout(sells({ items: poison }))
    await receive(event)
    const poisoned = member
    member = await addMember(database.owner, fake)
    await receive(eventAbout(sells()))
    expect(await drain()).toBe(1)
    expect(await heldStatus()).toBe('active')
    for (let attempt = 2; attempt <= 10; attempt++) {
      expect(await rowOf(event.id)).toMatchObject({ attempts: attempt - 1, outcome: null })
      clock = later(clock, DAY)
      expect(await drain()).toBe(0)
    }
    const dead = await rowOf(event.id)
    expect(dead).toMatchObject({ attempts: 10, outcome: 'dead' })
    // The reason is kept for the desk, and not the values that were to be written.
    expect(String(dead?.last_error)).toContain('quantity')
    expect(String(dead?.last_error)).not.toContain(poisoned.customerId)
    clock = later(clock, DAY)
    expect(await drain()).toBe(0)
    expect(await reopenEvent(database.app, event.id, clock)).toBe(true)
    fake.world.subscriptions.set(
      `sub_${poisoned.customerId}`,
      subscription(`sub_${poisoned.customerId}`, poisoned.customerId, clock),
    )
    expect(await drain()).toBe(1)
    expect(await rowOf(event.id)).toMatchObject({ outcome: 'synced' })
  })

  test('what is due longest comes first', async () => {
    const order: string[] = []
    const members = [member]
    for (let i = 0; i < 3; i++) members.push(await addMember(database.owner, fake))
    for (const one of members) await receive(eventAbout(customer(one.customerId)))
    fake.before = ({ path }) => {
      if (path.startsWith('/customers/')) order.push(path.slice('/customers/'.length))
      return undefined
    }
    expect(await drainInbox(database.app, billing(), 1)).toBe(4)
    expect(order).toEqual(members.map(({ customerId }) => customerId))
  })

  test('32: a thousand that wait for one customer are settled by one reading', async () => {
    const sold = sells()
    await database.owner`
      insert into stripe_event (id, type, customer_id, livemode, payload, created_at)
      select ${`evt_${member.customerId}_`} || n, 'invoice.paid', ${member.customerId}, false, '{}', now()
        from generate_series(1, 1000) n`
    const calls = fake.calls.length
    expect(await drain()).toBe(1)
    expect(fake.calls.slice(calls).filter(({ path }) => path === '/subscriptions')).toHaveLength(1)
    const [row] = await database.owner`
      select count(*)::int as n from stripe_event
       where customer_id = ${member.customerId} and outcome = 'synced'`
    expect(row?.n).toBe(1000)
    expect(await heldStatus()).toBe(sold.status)
  })

  test('a drain reads several customers at once, and not for each event anew', async () => {
    for (let i = 0; i < 8; i++) {
      const other = i === 0 ? member : await addMember(database.owner, fake)
      for (let n = 0; n < 5; n++) await receive(eventAbout(customer(other.customerId)))
    }
    const calls = fake.calls.length
    let [begun, reading, most] = [0, 0, 0]
    const together = Promise.withResolvers<void>()
    fake.onTheWay = async ({ path }) => {
      if (!path.startsWith('/customers/')) return
      most = Math.max(most, ++reading)
      // The first is alone, as it might find that Stripe is away; whoever is done brings one more.
      if (reading === DRAINERS) together.resolve()
      if (++begun >= DRAINERS) await together.promise
      reading--
    }
    // An event that a worker has in hand just then is left out of what a reading settles, and read once more.
    const settled = await drain()
    expect(settled).toBeGreaterThanOrEqual(8)
    expect(settled).toBeLessThan(8 + DRAINERS)
    expect(most).toBe(DRAINERS)
    const read = fake.calls.slice(calls).filter(({ path }) => path.startsWith('/customers/'))
    expect(new Set(read.map(({ path }) => path)).size).toBe(8)
    // Far from once for each of the forty events.
    expect(read.length).toBeLessThan(8 + 2 * DRAINERS)
  })

  test('two instances that drain at once share the work', async () => {
    for (let i = 0; i < 6; i++) {
      const other = await addMember(database.owner, fake)
      await receive(eventAbout(customer(other.customerId)))
    }
    const shares = await Promise.all([drain(), drain(), drain()])
    expect(shares.reduce((sum, share) => sum + share)).toBe(6)
  })
})

describe('missing and strange', () => {
  test('37: an unknown type about a customer of ours is a reason to look', async () => {
    const event = eventAbout(sells(), { type: 'customer.subscription.teleported' })
    expect(await deliver(database.app, event, billing())).toBe(true)
    expect(await heldStatus()).toBe('active')
  })

  test('37: an event about nobody is kept and ignored', async () => {
    const event = eventAbout({ object: 'balance', available: null })
    expect(await deliver(database.app, event, billing())).toBe(true)
    expect(await rowOf(event.id)).toMatchObject({ outcome: 'ignored', customer_id: null })
  })

  test('38: an event of the other mode is kept, ignored and counted, however often it comes', async () => {
    const event = eventAbout(sells(), { livemode: true })
    expect(await receive(event)).toBe('ignored')
    expect(await receive(event)).toBe('ignored')
    expect(await settle(event.id)).toBe(false)
    expect(await rowOf(event.id)).toMatchObject({ outcome: 'ignored' })
    expect(await heldStatus()).toBeUndefined()
  })

  test('39: an unknown customer is stored as unlinked, and makes no reader', async () => {
    const readers = () => database.owner`select id from reader`
    const before = (await readers()).length
    const event = eventAbout({ object: 'subscription', customer: 'cus_stranger' })
    expect(await deliver(database.app, event, billing())).toBe(true)
    expect(await rowOf(event.id)).toMatchObject({ outcome: 'unlinked' })
    expect((await readers()).length).toBe(before)
  })

  test('a customer deleted at Stripe is unlinked', async () => {
    sells()
    const gone = customer(member.customerId, { deleted: true })
    fake.world.customers.set(gone.id, gone)
    const event = eventAbout(gone, { type: 'customer.deleted' })
    await deliver(database.app, event, billing())
    expect(await rowOf(event.id)).toMatchObject({ outcome: 'unlinked' })
  })

  test('a dispute finds its customer through the charge', async () => {
    sells()
    contest(fake.world, member.customerId, { customer: member.customerId, subscription: subId() })
    const dispute = fake.world.disputes.get(`du_${member.customerId}`)
    const event = eventAbout({ object: 'dispute', charge: String(dispute?.charge) })
    await deliver(database.app, event, billing())
    expect(await rowOf(event.id)).toMatchObject({ outcome: 'synced' })
    const [row] =
      await database.owner`select status from dispute where customer_id = ${member.customerId}`
    expect(row?.status).toBe('needs_response')
  })

  test('a dispute of a charge Stripe does not know is about nobody', async () => {
    const event = eventAbout({ object: 'dispute', charge: 'ch_unknown' })
    expect(await deliver(database.app, event, billing())).toBe(true)
    expect(await rowOf(event.id)).toMatchObject({ outcome: 'ignored' })
  })

  test('the payload is kept as it came', async () => {
    const event = eventAbout(sells(), { strange: { '': [null, 'ü', 1e21] } })
    await receive(event)
    const [row] = await database.owner`select payload from stripe_event where id = ${event.id}`
    expect(row?.payload).toEqual(event)
  })

  test('but for what PostgreSQL cannot store, which must not be refused for ever', async () => {
    const event = eventAbout(sells(), { strange: 'NUL \0, half a pair \uD83D, a pair 😀' })
    await receive(event)
    const [row] = await database.owner`select payload from stripe_event where id = ${event.id}`
    expect(row?.payload).toEqual({ ...event, strange: 'NUL \uFFFD, half a pair \uFFFD, a pair 😀' })
  })
})
