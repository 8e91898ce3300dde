import { describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { deleteAccount } from '#lib/account/delete.ts'
import { DAY, later } from '#lib/clock.ts'
import { readerStanding } from '#lib/readers/status.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { goodCard, post, sim } from '../../../local/stripe/testing/start.ts'
import { addReader } from '../testing/billing.ts'
import { beginLifeOn, type Life } from '../testing/life.ts'
import { startGift } from './begin.ts'
import { deliverGifts } from './deliver.ts'
import { readGiftOrder, type Typed } from './order.ts'
import { ownGifts } from './own.ts'
import { giftStarts, lookAtGift, redeemGift } from './redeem.ts'

useTestEnvironment()
const database = useTestDatabase()
const start = new Date('2027-01-10T10:00:00Z')
const form: Typed = {
  months: '3',
  giver: 'Ida',
  recipient: 'Jon',
  email: '',
  note: 'For the long evenings.',
  day: '',
}

async function order(life: Life, changes: Partial<Typed> = {}) {
  const setting = await life.setting()
  const reading = readGiftOrder({ ...form, ...changes }, setting.now)
  if (reading.kind === 'wrong') throw new Error(JSON.stringify(reading.problems))
  const outcome = await startGift(database.app, life.reader, reading.order, setting)
  if (outcome.kind !== 'pay') throw new Error(`The gift was ${outcome.kind}.`)
  return outcome.url
}

/** A buyer whose gift is paid, and the code of it. */
async function bought(changes: Partial<Typed> = {}) {
  const life = await beginLifeOn(database, start.toISOString())
  expect(await post(await order(life, changes), goodCard)).toMatchObject({ status: 303 })
  await life.read()
  const [gift] = await ownGifts(database.app, life.reader.id)
  return { life, code: gift?.code ?? '' }
}
const redeem = async (code: string, from = start) => {
  const reader = await addReader(database.owner)
  return { reader, outcome: await redeemGift(database.app, reader, { code, from }, start) }
}
const standing = async (readerId: string, at: Date) =>
  (await readerStanding(database.app, readerId, at)).decision
const mails = async (like: string) => {
  const rows = await database.owner`
    select kind, to_address as to from mail where once_key like ${like} order by kind`
  return rows.map(({ kind, to }) => [String(kind), String(to)])
}

test('a gift is paid once, and its code opens three months to whoever redeems it', async () => {
  const { life, code } = await bought()
  expect(await life.read()).toMatchObject({ granted: false, reason: 'no_subscription' })
  expect(await lookAtGift(database.app, code, null)).toEqual({
    kind: 'ready',
    months: 3,
    giver: 'Ida',
    note: 'For the long evenings.',
  })
  const { reader, outcome } = await redeem(code)
  const until = new Date('2027-04-10T10:00:00Z')
  expect(outcome).toEqual({ kind: 'done', from: start, until })
  expect(await lookAtGift(database.app, code, reader.id)).toEqual({
    kind: 'yours',
    from: start,
    until,
  })
  expect(await lookAtGift(database.app, code, life.reader.id)).toEqual({ kind: 'redeemed' })
  expect(await lookAtGift(database.app, code, null)).toEqual({ kind: 'redeemed' })
  expect(await standing(reader.id, later(until, -1))).toMatchObject({
    granted: true,
    reason: 'gift',
    via: { giver: 'Ida' },
  })
  expect(await standing(reader.id, until)).toMatchObject({ reason: 'grant_over' })
  const charges = await life.stripe.charges.list({ customer: life.customer.id })
  expect(charges.data.map(({ amount }) => amount)).toEqual([1500])
})

test('a business that gives says its name and tax id, which are on the invoice', async () => {
  const life = await beginLifeOn(database, start.toISOString())
  const business = { business: 'yes', business_name: 'Novak s.r.o.', tax_id: 'CZ12345678' }
  expect(await post(await order(life), { ...goodCard, ...business })).toMatchObject({ status: 303 })
  const { data } = await life.stripe.invoices.list({ customer: life.customer.id })
  expect(data).toMatchObject([
    { customer_name: 'Novak s.r.o.', customer_tax_ids: [{ type: 'eu_vat', value: 'CZ12345678' }] },
  ])
  // While automatic tax is off, nothing is asked about it.
  const { data: sessions } = await life.stripe.checkout.sessions.list({
    customer: life.customer.id,
  })
  expect(sessions).toMatchObject([{ automatic_tax: { enabled: false } }])
})

test('a code is good once, whoever is first, and is kept nowhere', async () => {
  const { code } = await bought()
  const [one, other] = await Promise.all([redeem(code), redeem(code)])
  expect([one.outcome.kind, other.outcome.kind].toSorted()).toEqual(['done', 'redeemed'])
  const dump = await database.owner`
    select (select json_agg(g)::text from gift g) || (select json_agg(m)::text from mail m) as text`
  expect(String(dump[0]?.text)).not.toContain(code)
})

test.each(['', 'nothing', 'x'.repeat(5000)])('no gift has the code %j', async (code) => {
  expect(await lookAtGift(database.app, code, null)).toEqual({ kind: 'unknown' })
  expect((await redeem(code)).outcome).toEqual({ kind: 'unknown' })
})

describe('delivery', () => {
  test('without an address the buyer gets the link, once', async () => {
    const { life } = await bought()
    const { now } = await life.setting()
    expect(await deliverGifts(database.app, now)).toBe(1)
    expect(await deliverGifts(database.app, now)).toBe(0)
    expect(await life.mails()).toEqual(['gift_bought'])
  })

  test('with an address and a day it is sent on the morning of that day, and not before', async () => {
    const { life } = await bought({ email: 'Jon@Example.org', day: '2027-02-01' })
    const morning = new Date('2027-02-01T07:00:00Z')
    await deliverGifts(database.app, later(morning, -1))
    expect(await mails('gift:%')).toEqual([])
    await deliverGifts(database.app, morning)
    expect(await mails('gift:%')).toEqual([['gift', 'jon@example.org']])
    expect(await life.mails()).toEqual(['gift_bought'])
  })
})

describe('a later beginning', () => {
  test('may be where what one has now ends', async () => {
    const { code } = await bought()
    const subscriber = await beginLifeOn(database, start.toISOString())
    await subscriber.buy()
    const { afterwards } = await giftStarts(database.app, subscriber.reader.id, start)
    expect(afterwards).toEqual(new Date('2027-02-10T10:00:00Z'))
    const from = afterwards ?? start
    await redeemGift(database.app, subscriber.reader, { code, from }, start)
    expect(await subscriber.heldAt(later(from, 5 * DAY))).toMatchObject({ reason: 'gift' })
  })

  test.each([-1, 367 * DAY])('is refused %d milliseconds from now', async (away) => {
    const { code } = await bought()
    expect((await redeem(code, later(start, away))).outcome).toEqual({ kind: 'wrong_start' })
    expect(await lookAtGift(database.app, code, null)).toMatchObject({ kind: 'ready' })
  })
})

describe('money that goes back', () => {
  test('a refunded gift gives nothing, and takes back what it gave', async () => {
    const { life, code } = await bought()
    const { reader } = await redeem(code)
    await sim(life.url, '/refunds', { customer: life.customer.id })
    await life.read()
    expect(await standing(reader.id, later(start, DAY))).toMatchObject({ granted: false })
    const unused = await bought()
    await sim(unused.life.url, '/refunds', { customer: unused.life.customer.id })
    await unused.life.read()
    expect(await lookAtGift(database.app, unused.code, null)).toEqual({ kind: 'canceled' })
    expect((await redeem(unused.code)).outcome).toEqual({ kind: 'canceled' })
  })

  test('a disputed gift leaves the buyer’s own subscription alone; lost, it is over', async () => {
    const life = await beginLifeOn(database, start.toISOString())
    await life.buy()
    await post(await order(life), goodCard)
    await life.read()
    const [gift] = await ownGifts(database.app, life.reader.id)
    await sim(life.url, '/disputes', { customer: life.customer.id })
    expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
    const { data } = await life.stripe.disputes.list({ limit: 1 })
    await sim(life.url, `/disputes/${data[0]?.id}`, { status: 'lost' })
    expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
    expect(await lookAtGift(database.app, gift?.code ?? '', null)).toEqual({ kind: 'canceled' })
  })
})

test('what was never paid is no gift', async () => {
  const life = await beginLifeOn(database, start.toISOString())
  await order(life)
  await life.read()
  expect(await ownGifts(database.app, life.reader.id)).toEqual([])
  await life.advance('2027-01-12T10:00:00Z')
  await life.read()
  const [row] = await database.owner`select state from gift where buyer_id = ${life.reader.id}`
  expect(row?.state).toBe('canceled')
})

test('what was agreed to is kept with the gift', async () => {
  const { life } = await bought()
  const [row] = await database.owner`
    select kind, text, text_version from consent where reader_id = ${life.reader.id}`
  expect(row).toMatchObject({ kind: 'gift', text: expect.stringContaining('$15.00, paid once') })
})

test('who redeems while the refund comes in keeps nothing', async () => {
  const { life, code } = await bought()
  await sim(life.url, '/refunds', { customer: life.customer.id })
  const reader = await addReader(database.owner)
  const settling: Promise<unknown>[] = []
  await database.owner.begin(async (sql) => {
    const [gift] = await sql`select id from gift where buyer_id = ${life.reader.id} for update`
    settling.push(life.read())
    const waiting = () => sql`
      select 1 from pg_locks where not granted and transactionid = pg_current_xact_id()::xid`
    await expect.poll(waiting).toHaveLength(1)
    await sql`
      with given as (
        insert into access_grant (reader_id, kind, giver, why, starts_at, ends_at)
        values (${reader.id}, 'gift', 'Ida', 'Redeemed', ${start}, ${later(start, 90 * DAY)})
        returning id)
      update gift set state = 'redeemed', redeemed_by = ${reader.id}, redeemed_at = ${start},
                      grant_id = (select id from given) where id = ${String(gift?.id)}`
  })
  await Promise.all(settling)
  expect(await lookAtGift(database.app, code, null)).toEqual({ kind: 'canceled' })
  expect(await standing(reader.id, later(start, DAY))).toMatchObject({ granted: false })
})

test('a session of the other mode says nothing about whether it was paid', async () => {
  const life = await beginLifeOn(database, start.toISOString())
  await order(life)
  await database.owner`
    update gift set session_id = 'cs_live_1' where buyer_id = ${life.reader.id}`
  await life.read()
  const [row] = await database.owner`select state from gift where buyer_id = ${life.reader.id}`
  expect(row?.state).toBe('open')
})

test('paid a moment before the buyer deletes the account, it is a gift all the same', async () => {
  const life = await beginLifeOn(database, start.toISOString())
  await post(await order(life, { email: 'jon@example.org' }), goodCard)
  const { id, email } = life.reader
  await deleteAccount(database.app, id, email, await life.setting())
  const [row] = await database.owner`select state from gift where buyer_id = ${id}`
  expect(row?.state).toBe('paid')
})
