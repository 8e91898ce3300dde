import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HeldTooLong, holdAlone } from '#db/queries/billing.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { later, SECOND } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { StripeUnavailable } from './gateway.ts'
import { syncCustomer } from './sync.ts'
import { addMember, addReader, type Member } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe, stripeError } from './testing/fake-stripe.ts'
import { contest, customer, invoice, item, PRICE, subscription } from './testing/world.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date('2027-03-12T09:30:00.000Z')
const inDays = (days: number) => later(now, days * 86_400 * SECOND)
let fake: FakeStripe
let member: Member

beforeAll(async () => {
  fake = await startFakeStripe()
})
afterAll(() => fake.close())
beforeEach(async () => {
  member = await addMember(database.owner, fake)
})
afterEach(() => fake.behave())

const sync = (at = now, priceId = PRICE) =>
  database.app.transaction((tx) =>
    syncCustomer(tx, member.customerId, { stripe: fake.gateway, priceId, now: at }),
  )
const subId = (n = 1) => `sub_${n}_${member.customerId}`
const bought = () => ({ customer: member.customerId, subscription: subId() })
const sells = (changes: Record<string, unknown> = {}, n = 1) =>
  fake.world.subscriptions.set(subId(n), subscription(subId(n), member.customerId, now, changes))
const bills = (changes: Record<string, unknown> = {}, at = now) => {
  const id = `in_${at.getTime()}_${member.customerId}`
  fake.world.invoices.set(id, invoice(id, bought(), at, changes))
  return id
}
const heldSubscriptions = () => database.owner`
  select id, status, ours, known_until, unpaid_since, vanished_at from subscription
   where customer_id = ${member.customerId} order by id`
const versions = async () => {
  const rows = await database.owner`
    select id, xmin::text, status from invoice where customer_id = ${member.customerId}`
  return new Map(rows.map(({ id, xmin, status }) => [id, { xmin, status }]))
}
const mailKeys = async () => {
  const rows = await database.owner`
    select once_key from mail where reader_id = ${member.readerId} order by once_key`
  return rows.map((row) => String(row.once_key))
}
const link = async () => {
  const [row] = await database.owner`
    select unlinked_at, synced_at from stripe_customer where customer_id = ${member.customerId}`
  return row
}

describe('what is read is what is held', () => {
  test('a paid subscription: access, copy, welcome and receipt', async () => {
    sells()
    const invoiceId = bills()
    expect(await sync()).toMatchObject({
      kind: 'synced',
      readerId: member.readerId,
      decision: { granted: true, reason: 'active', paidUntil: inDays(30) },
    })
    expect(await heldSubscriptions()).toMatchObject([{ id: subId(), status: 'active', ours: true }])
    expect(await mailKeys()).toEqual([`receipt:${invoiceId}`, `welcome:${subId()}`])
    expect(await link()).toMatchObject({ unlinked_at: null, synced_at: now })
  })

  test('what was read before and says the same is not written again; what changed is', async () => {
    sells()
    const paid = bills()
    const open = bills({ status: 'open', amount_paid: 0, amount_remaining: 500 }, inDays(-30))
    await sync()
    const first = await versions()
    await sync(later(now, SECOND))
    expect(await versions()).toEqual(first)
    bills({ status: 'void', amount_paid: 0, amount_remaining: 0 }, inDays(-30))
    await sync(later(now, 2 * SECOND))
    const last = await versions()
    expect(last.get(paid)).toEqual(first.get(paid))
    expect(last.get(open)).toMatchObject({ status: 'void' })
  })

  test('a customer who bought nothing', async () => {
    expect(await sync()).toMatchObject({ decision: { granted: false, reason: 'no_subscription' } })
  })

  test('canceled subscriptions are read too', async () => {
    sells({ status: 'canceled', ended_at: now.getTime() / 1000 })
    expect(await sync()).toMatchObject({ decision: { granted: false, reason: 'canceled' } })
  })

  test('a failed renewal dates the debt, and is told once', async () => {
    sells({ status: 'past_due' })
    const debt = bills({ status: 'open', amount_paid: 0, amount_remaining: 500 }, inDays(-1))
    expect(await sync()).toMatchObject({
      decision: { granted: true, reason: 'payment_failed', until: inDays(13) },
    })
    await sync(inDays(1))
    expect(await mailKeys()).toContain(`payment_failed:${debt}`)
    expect(await heldSubscriptions()).toMatchObject([{ unpaid_since: inDays(-1) }])
  })

  test('one of several that is gone from the list is marked, and gives nothing any more', async () => {
    sells({}, 1)
    sells({ status: 'canceled' }, 2)
    await sync()
    fake.world.subscriptions.delete(subId(1))
    expect(await sync(inDays(1))).toMatchObject({ decision: { granted: false } })
    expect(await heldSubscriptions()).toMatchObject([
      { id: subId(1), vanished_at: inDays(1) },
      { id: subId(2), vanished_at: null },
    ])
    sells({}, 1)
    expect(await sync(inDays(2))).toMatchObject({ decision: { granted: true } })
  })

  test('all of them gone', async () => {
    sells()
    await sync()
    fake.world.subscriptions.delete(subId())
    expect(await sync()).toMatchObject({ decision: { reason: 'no_subscription' } })
  })

  test('reading the same again writes the same, and no second mail', async () => {
    sells()
    bills()
    await sync()
    const before = [await heldSubscriptions(), await mailKeys()]
    await sync(later(now, SECOND))
    expect([await heldSubscriptions(), await mailKeys()]).toEqual(before)
  })

  test('another instance hears whose access to decide anew, when it is committed', async () => {
    const heard: string[] = []
    const first = Promise.withResolvers<void>()
    const listening = await database.owner.listen('foldline_changes', (change) => {
      heard.push(change)
      first.resolve()
    })
    sells()
    await sync()
    await first.promise
    await listening.unlisten()
    expect(heard).toEqual([`reader ${member.readerId}`])
  })
})

describe('41: what is not ours gives nothing', () => {
  const otherPrice = { id: 'price_other', product: 'prod_other', unit_amount: 500 }
  const foreign = { items: { object: 'list', data: [item(now, { price: otherPrice })] } }

  test('a subscription to another product is kept for the desk, without access and without mail', async () => {
    sells(foreign)
    bills()
    expect(await sync()).toMatchObject({ decision: { granted: false, reason: 'no_subscription' } })
    expect(await heldSubscriptions()).toMatchObject([{ ours: false }])
    expect(await mailKeys()).toEqual([])
  })

  test('40: no item, two items, three of them', async () => {
    sells({ items: { object: 'list', data: [] } }, 1)
    sells({ items: { object: 'list', data: [item(now, { price: otherPrice }), item(now)] } }, 2)
    sells({ items: { object: 'list', data: [item(now, { quantity: 3 })] } }, 3)
    await sync()
    expect((await heldSubscriptions()).map((row) => row.ours)).toEqual([false, true, true])
  })

  test('once ours, always ours: a wrong price in the configuration locks nobody out', async () => {
    sells()
    await sync()
    expect(await sync(now, 'price_typo')).toMatchObject({ decision: { granted: true } })
  })
})

describe('37: a state nobody knows', () => {
  test('gives nobody access who had none', async () => {
    sells({ status: 'hibernating' })
    expect(await sync()).toMatchObject({ decision: { granted: false, reason: 'unknown' } })
  })

  test('leaves access to its known end to whoever had it, however often it is read', async () => {
    sells()
    await sync()
    sells({ status: 'hibernating' })
    const kept = { granted: true, reason: 'unknown_kept', until: inDays(33) }
    expect(await sync()).toMatchObject({ decision: kept })
    expect(await sync(inDays(1))).toMatchObject({ decision: kept })
    expect(await sync(inDays(33))).toMatchObject({ decision: { granted: false } })
  })

  test('a refusal that was understood ends what was known', async () => {
    sells()
    await sync()
    sells({ status: 'unpaid' })
    await sync()
    sells({ status: 'hibernating' })
    expect(await sync()).toMatchObject({ decision: { granted: false, reason: 'unknown' } })
  })
})

describe('61: disputes', () => {
  test('an open one suspends, a won one restores, a lost one ends', async () => {
    sells()
    for (const [status, decision] of [
      ['needs_response', { granted: false, reason: 'disputed' }],
      ['won', { granted: true, reason: 'active' }],
      ['lost', { granted: false, reason: 'dispute_lost' }],
    ] as const) {
      contest(fake.world, member.customerId, bought(), status)
      expect(await sync()).toMatchObject({ decision })
    }
  })

  test.each([400, 404])(
    'lost, and Stripe does not end it (%d): what was read is held',
    async (status) => {
      sells()
      contest(fake.world, member.customerId, bought(), 'lost')
      fake.before = ({ method }) =>
        method === 'DELETE'
          ? stripeError(status, status === 404 ? 'resource_missing' : undefined)
          : undefined
      expect(await sync()).toMatchObject({ decision: { granted: false, reason: 'dispute_lost' } })
    },
  )

  test('lost for what is not ours: it is not ours to end', async () => {
    sells({
      items: { object: 'list', data: [item(now, { price: { id: 'price_x', product: 'prod_x' } })] },
    })
    contest(fake.world, member.customerId, bought(), 'lost')
    await sync()
    const ended = fake.calls.filter(
      ({ method, path }) => method === 'DELETE' && path.endsWith(subId()),
    )
    expect(ended).toEqual([])
  })

  test('it concerns the subscription its payment was for, and no other', async () => {
    sells({}, 1)
    sells({}, 2)
    contest(fake.world, member.customerId, bought())
    expect(await sync()).toMatchObject({
      decision: { granted: true, via: { kind: 'subscription', id: subId(2) } },
    })
  })
})

describe('30: a customer that is gone', () => {
  test.each([
    [
      'deleted',
      () =>
        fake.world.customers.set(member.customerId, customer(member.customerId, { deleted: true })),
    ],
    ['never heard of', () => fake.world.customers.delete(member.customerId)],
  ])('%s: unlinked, and without access', async (_name, lose) => {
    sells()
    await sync()
    lose()
    expect(await sync(inDays(1))).toEqual({ kind: 'unlinked' })
    expect(await link()).toMatchObject({ unlinked_at: inDays(1) })
    // What was copied stays as history.
    expect(await heldSubscriptions()).toHaveLength(1)
    expect(await sync(inDays(2))).toEqual({ kind: 'unlinked' })
    expect(await link()).toMatchObject({ unlinked_at: inDays(1) })
  })

  test('never heard of in live mode: an outage, and nobody loses access over a wrong key', async () => {
    sells()
    await sync()
    fake.world.customers.delete(member.customerId)
    const live = { ...fake.gateway, livemode: true }
    await expect(
      database.app.transaction((tx) =>
        syncCustomer(tx, member.customerId, { stripe: live, priceId: PRICE, now }),
      ),
    ).rejects.toThrow('another account')
    expect(await link()).toMatchObject({ unlinked_at: null })
  })

  test('39: one nobody is linked to makes no reader and asks Stripe nothing', async () => {
    const calls = fake.calls.length
    const outcome = await database.app.transaction((tx) =>
      syncCustomer(tx, 'cus_stranger', { stripe: fake.gateway, priceId: PRICE, now }),
    )
    expect(outcome).toEqual({ kind: 'unlinked' })
    expect(fake.calls.length).toBe(calls)
  })
})

describe('26: Stripe fails on the way', () => {
  test.each([
    '/customers',
    '/subscriptions',
    '/invoices',
    '/charges',
    '/disputes',
    '/invoice_payments',
  ])('at %s: an outage, and nothing has changed', async (path) => {
    sells()
    await sync()
    contest(fake.world, member.customerId, bought())
    sells({ status: 'canceled' })
    const before = [await heldSubscriptions(), await mailKeys(), await link()]
    fake.before = (call) => (call.path.startsWith(path) ? stripeError(500) : undefined)
    await expect(sync(inDays(1))).rejects.toThrow(StripeUnavailable)
    expect([await heldSubscriptions(), await mailKeys(), await link()]).toEqual(before)
  })
})

describe('one reads a customer at a time', () => {
  test('20: a slow reading, overtaken by a change, does not overwrite the newer state', async () => {
    sells()
    const answered = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    fake.onTheWay = async ({ path }) => {
      if (path !== '/subscriptions') return
      fake.behave()
      arrived.resolve()
      await answered.promise
    }
    const slow = sync()
    await arrived.promise
    // The slow one has "active" on the way; Stripe knows better now, and another event says so.
    sells({ status: 'canceled' })
    const newer = sync()
    answered.resolve()
    expect(await slow).toMatchObject({ decision: { granted: true } })
    expect(await newer).toMatchObject({ decision: { granted: false } })
    expect(await heldSubscriptions()).toMatchObject([{ status: 'canceled' }])
  })

  test('28: while one waits for Stripe, another customer is read', async () => {
    const answered = Promise.withResolvers<void>()
    const [slowOne, arrived] = [member, Promise.withResolvers<void>()]
    fake.onTheWay = async ({ path }) => {
      if (!path.includes(slowOne.customerId)) return
      arrived.resolve()
      await answered.promise
    }
    const slow = sync()
    await arrived.promise
    member = await addMember(database.owner, fake)
    sells()
    expect(await sync()).toMatchObject({ decision: { granted: true } })
    answered.resolve()
    expect(await slow).toMatchObject({ kind: 'synced', readerId: slowOne.readerId })
  })

  test('who waits for longer than their patience hears that it is held', async () => {
    const release = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const holder = database.app.transaction(async (tx) => {
      await holdAlone(tx, `customer ${member.customerId}`, 1000)
      held.resolve()
      await release.promise
    })
    await held.promise
    await expect(
      database.app.transaction((tx) => holdAlone(tx, `customer ${member.customerId}`, 20)),
    ).rejects.toThrow(HeldTooLong)
    release.resolve()
    await holder
  })
})

test('21: what happens to one customer never touches another', async () => {
  sells()
  await sync()
  const [first, rows] = [member, await heldSubscriptions()]
  member = await addMember(database.owner, fake)
  sells({ status: 'canceled' })
  await sync()
  member = first
  expect(await heldSubscriptions()).toEqual(rows)
})

test('49: a customer belongs to one reader: a second link is refused', async () => {
  const other = await addReader(database.owner)
  const second = database.owner`insert into stripe_customer (customer_id, reader_id, livemode)
                                values (${member.customerId}, ${other.id}, false)`
  await expect(second).rejects.toMatchObject({ code: '23505' })
})

test('an open attempt to subscribe is closed by the subscription', async () => {
  await database.owner`insert into checkout_attempt (reader_id, state, return_to)
                       values (${member.readerId}, 'open', '/articles/x')`
  const state = async () => {
    const [row] = await database.owner`
      select state from checkout_attempt where reader_id = ${member.readerId}`
    return String(row?.state)
  }
  await sync()
  expect(await state()).toBe('open')
  sells()
  await sync()
  expect(await state()).toBe('completed')
})
