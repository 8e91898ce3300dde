import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { noteAlive } from '#db/queries/health.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { later, MINUTE } from '#lib/clock.ts'
import { readHealth } from '#lib/health.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { startCheckout } from './checkout.ts'
import { startGift } from './gifts/begin.ts'
import { alertOddities, readOddities } from './oddities.ts'
import { syncCustomer } from './sync.ts'
import { addMember, addReader, type Member } from './testing/billing.ts'
import { type FakeStripe, startFakeStripe } from './testing/fake-stripe.ts'
import { item, PRICE, subscription } from './testing/world.ts'

const { siteUrl, stripe: configured } = useTestEnvironment()
const database = useTestDatabase()
const now = new Date()
let fake: FakeStripe
let member: Member
beforeAll(async () => {
  fake = await startFakeStripe()
  const admin = await addReader(database.owner)
  await database.owner`insert into staff_member (reader_id, role) values (${admin.id}, 'admin')`
  const support = await addReader(database.owner)
  await database.owner`insert into staff_member (reader_id, role) values (${support.id}, 'support')`
})
afterAll(() => fake.close())
beforeEach(async () => {
  await database.owner`truncate mail, health_check, refused_link, subscription cascade`
  fake.behave()
  member = await addMember(database.owner, fake)
})

const sells = (changes: Record<string, unknown>, who = member) => {
  const sold = subscription(`sub_${who.customerId}`, who.customerId, now, changes)
  fake.world.subscriptions.set(sold.id, sold)
}
const sync = ({ customerId } = member) =>
  database.app.transaction((tx) =>
    syncCustomer(tx, customerId, { stripe: fake.gateway, priceId: PRICE, now }),
  )
const mails = async () => {
  const rows = await database.owner`
    select subject from mail where kind = 'staff_oddity' order by created_at`
  return rows.map(({ subject }) => String(subject))
}
const problems = async () => {
  await noteAlive(database.app, now)
  return (await readHealth(database.app, now)).problems
}
const setting = () => ({
  stripe: fake.open(),
  priceId: PRICE,
  sale: configured.sale,
  siteUrl,
  now,
})
/** Stripe answers with a customer of somebody else, whoever asks for a new one. */
const givesAnothersCustomer = () => {
  fake.before = ({ method, path }) =>
    method === 'POST' && path === '/customers'
      ? { status: 200, body: JSON.stringify(fake.world.customers.get(member.customerId)) }
      : undefined
}

test('a state we do not know is shown with whose it is, mailed once, and gone when it is over', async () => {
  sells({ status: 'hibernating' })
  await sync()
  expect(await alertOddities(database.app, now)).toBe(1)
  expect(await problems()).toEqual([expect.stringContaining('(hibernating)')])
  expect(await readOddities(database.app)).toEqual([
    {
      kind: 'unknown_state',
      readerId: member.readerId,
      about: `sub_${member.customerId}`,
      detail: 'hibernating',
    },
  ])
  await sync()
  expect(await alertOddities(database.app, later(now, 10 * MINUTE))).toBe(0)
  expect(await mails()).toEqual(['Stripe reports a state we do not know'])
  sells({})
  await sync()
  expect(await alertOddities(database.app, later(now, 20 * MINUTE))).toBe(0)
  expect([await problems(), await readOddities(database.app)]).toEqual([[], []])
  sells({ status: 'hibernating' })
  await sync()
  expect(await alertOddities(database.app, later(now, 30 * MINUTE))).toBe(1)
})

test('an older version of the API is told in the same way, once for all whom it concerns', async () => {
  const none = { current_period_start: undefined, current_period_end: undefined }
  const older = { items: { object: 'list', data: [item(now, none)] } }
  const other = await addMember(database.owner, fake)
  for (const who of [member, other]) {
    sells(older, who)
    await sync(who)
  }
  expect(await alertOddities(database.app, now)).toBe(1)
  expect(await problems()).toEqual([
    expect.stringContaining('describes 2 subscriptions as an older'),
  ])
  for (const who of [member, other]) {
    sells({}, who)
    await sync(who)
  }
  await alertOddities(database.app, now)
  expect(await problems()).toEqual([])
})

test('49: a customer that is another reader’s is refused to the second, and admins are told at once, once', async () => {
  const second = await addReader(database.owner)
  givesAnothersCustomer()
  const wish = { plan: 'monthly', returnTo: '/' }
  for (let tries = 0; tries < 2; tries++)
    expect(await startCheckout(database.app, second, wish, setting())).toEqual({
      kind: 'unavailable',
    })
  const order = {
    months: 3,
    giverName: 'A',
    recipientName: null,
    recipientEmail: null,
    note: null,
    deliverAt: now,
  }
  expect(await startGift(database.app, second, order, setting())).toEqual({ kind: 'unavailable' })
  expect(
    await database.owner`select 1 from stripe_customer where reader_id = ${second.id}`,
  ).toEqual(expect.objectContaining({ length: 0 }))
  expect(await mails()).toEqual(['One Stripe customer for two readers: refused'])
  expect(await problems()).toEqual([expect.stringContaining('another reader’s here')])
  expect(await readOddities(database.app)).toEqual([
    {
      kind: 'second_reader',
      readerId: second.id,
      about: member.customerId,
      detail: member.readerId,
    },
  ])
})

test('49: each refused link is news, and one that was put right is not shown any more', async () => {
  const [second, third] = [await addReader(database.owner), await addReader(database.owner)]
  const wish = { plan: 'monthly', returnTo: '/' }
  givesAnothersCustomer()
  for (const reader of [second, third]) await startCheckout(database.app, reader, wish, setting())
  expect(await mails()).toHaveLength(2)
  fake.behave()
  for (const reader of [second, third])
    expect(await startCheckout(database.app, reader, wish, setting())).toMatchObject({
      kind: 'pay',
    })
  await alertOddities(database.app, now)
  expect([await problems(), await readOddities(database.app)]).toEqual([[], []])
})
