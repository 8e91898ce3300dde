import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later } from '#lib/clock.ts'
import { queueDueNotices } from './notices.ts'
import { addReader } from './testing/billing.ts'

const database = useTestDatabase()
const now = new Date('2027-03-12T09:30:00Z')
const inDays = (days: number) => later(now, days * DAY)
const insert = (table: string, row: Record<string, unknown>) =>
  database.owner`insert into ${database.owner(table)} ${database.owner(row)}`

async function subscriber(
  changes: Record<string, unknown> = {},
  customer: Record<string, unknown> = {},
) {
  const { id: readerId } = await addReader(database.owner)
  const customerId = `cus_${randomUUID()}`
  const subscriptionId = `sub_${randomUUID()}`
  await insert('stripe_customer', {
    customer_id: customerId,
    reader_id: readerId,
    livemode: false,
    ...customer,
  })
  await insert('subscription', {
    id: subscriptionId,
    customer_id: customerId,
    status: 'active',
    ours: true,
    currency: 'usd',
    unit_amount: 500,
    quantity: 1,
    interval: 'month',
    period_start: inDays(-20),
    period_end: inDays(10),
    cancel_at_period_end: false,
    created_at: inDays(-300),
    synced_at: inDays(-1),
    ...changes,
  })
  return { readerId, customerId, subscriptionId }
}
const owe = (of: { customerId: string; subscriptionId: string }, age: number) =>
  insert('invoice', {
    id: `in_${randomUUID()}`,
    customer_id: of.customerId,
    subscription_id: of.subscriptionId,
    status: 'open',
    currency: 'usd',
    amount_due: 500,
    amount_paid: 0,
    amount_remaining: 500,
    attempts: 2,
    period_start: inDays(-age),
    period_end: inDays(30 - age),
    created_at: inDays(-age),
    synced_at: now,
  })
const give = (readerId: string, starts: number, ends: number) =>
  insert('access_grant', {
    reader_id: readerId,
    kind: 'staff',
    giver: 'The Leadline',
    why: 'test',
    starts_at: inDays(starts),
    ends_at: inDays(ends),
  })
async function mailsOf({ readerId }: { readerId: string }): Promise<string[]> {
  const rows = await database.owner`
    select kind, data->>'which' as which from mail where reader_id = ${readerId} order by created_at`
  return rows.map(({ kind, which }) => (which ? `${kind} ${which}` : String(kind)))
}

test('who owes is reminded twice, each time once, and not after access has ended', async () => {
  const unpaid = { status: 'past_due', period_end: inDays(25), unpaid_since: inDays(-5) }
  const owing = await subscriber(unpaid)
  await owe(owing, 5)
  await queueDueNotices(database.app, now)
  await queueDueNotices(database.app, now)
  expect(await mailsOf(owing)).toEqual(['payment_reminder second'])
  await queueDueNotices(database.app, inDays(6))
  expect(await mailsOf(owing)).toEqual(['payment_reminder second', 'payment_reminder last'])
  const late = await subscriber({ ...unpaid, unpaid_since: inDays(-20) })
  await owe(late, 20)
  await queueDueNotices(database.app, now)
  expect(await mailsOf(late)).toEqual([])
})

test('a year, a card and a trial are told of; other products, ended and unlinked ones are not', async () => {
  const year = { interval: 'year', unit_amount: 5000, period_end: inDays(25) }
  const card = {
    card_brand: 'visa',
    card_last4: '4242',
    card_exp_month: 3,
    card_exp_year: 2027,
  }
  const told = await subscriber(year, card)
  const trial = await subscriber({
    status: 'trialing',
    trial_end: inDays(3),
    period_end: inDays(3),
  })
  const silent = await Promise.all([
    subscriber({ ...year, ours: false }),
    subscriber({ ...year, status: 'canceled', ended_at: inDays(-1) }),
    subscriber({ ...year, vanished_at: inDays(-1) }),
    subscriber(year, { ...card, unlinked_at: inDays(-1) }),
    subscriber({ ...year, cancel_at: inDays(25) }, card),
  ])
  await queueDueNotices(database.app, now)
  expect((await mailsOf(told)).toSorted()).toEqual(['card_expiring', 'renewal_notice'])
  expect(await mailsOf(trial)).toEqual(['trial_ending'])
  for (const one of silent) expect(await mailsOf(one)).toEqual([])
})

test('given access that ends is told of once, unless one may read on anyway', async () => {
  const { id: readerId } = await addReader(database.owner)
  await give(readerId, -23, 7)
  const { id: short } = await addReader(database.owner)
  await give(short, -1, 6)
  const { id: long } = await addReader(database.owner)
  await give(long, -23, 7)
  await give(long, -1, 60)
  await queueDueNotices(database.app, now)
  await queueDueNotices(database.app, inDays(1))
  expect(await mailsOf({ readerId })).toEqual(['access_ending'])
  expect(await mailsOf({ readerId: short })).toEqual([])
  expect(await mailsOf({ readerId: long })).toEqual([])
})
