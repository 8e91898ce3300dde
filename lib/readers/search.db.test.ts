import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later } from '#lib/clock.ts'
import { searchReaders } from './search.ts'

const database = useTestDatabase()
const now = new Date('2027-03-12T09:30:00Z')
const inDays = (days: number) => later(now, days * DAY)
const insert = (table: string, row: Record<string, unknown>) =>
  database.owner`insert into ${database.owner(table)} ${database.owner(row)}`

async function addReader(email: string, more: Record<string, unknown> = {}): Promise<string> {
  const [row] = await database.owner`
    insert into reader ${database.owner({ email, ...more })} returning id`
  return String(row?.id)
}

async function addCustomer(readerId: string, more: Record<string, unknown> = {}) {
  const customerId = `cus_${randomUUID().replaceAll('-', '')}`
  await insert('stripe_customer', {
    customer_id: customerId,
    reader_id: readerId,
    livemode: false,
    ...more,
  })
  return customerId
}

const subscribe = (customerId: string, id = `sub_${randomUUID().replaceAll('-', '')}`) =>
  insert('subscription', {
    id,
    customer_id: customerId,
    status: 'active',
    ours: true,
    currency: 'usd',
    period_start: inDays(-15),
    period_end: inDays(15),
    cancel_at_period_end: false,
    created_at: inDays(-15),
    synced_at: now,
  })

/** Each search is by somebody of the staff who has not searched before. */
async function found(query: string, moment: 'page' | 'typing' = 'page') {
  const actor = { id: randomUUID(), label: 'desk@news.example' }
  const outcome = await searchReaders(database.app, actor, { query, while: moment, now })
  if (outcome.kind === 'limited') throw new Error('The first search was refused.')
  return outcome
}
const idsFor = async (query: string) => (await found(query)).readers.map(({ id }) => id)

let name = ''
let email = ''
let anna = ''
beforeEach(async () => {
  name = randomUUID()
  email = `anna-${name}@example.org`
  anna = await addReader(email, { name: `Anna ${name}` })
})

test('finds any part of an address or a name, whatever the case', async () => {
  for (const part of [
    email,
    email.slice(3, 20),
    email.toUpperCase(),
    `Anna ${name.slice(0, 9)}`,
    `${name} anna`,
  ])
    expect({ part, ids: await idsFor(part) }).toEqual({ part, ids: [anna] })
  expect(await idsFor('no such person')).toEqual([])
})

test('two letters find whose address begins with them', async () => {
  const odd = await addReader(`ʘ${randomUUID()}@example.org`)
  expect(await idsFor('ʘ')).toEqual([odd])
})

test('takes percent signs, underscores and backslashes for what they are', async () => {
  const odd = await addReader(`50%_off\\x-${randomUUID()}@example.org`)
  for (const part of ['50%_off', '%_o', 'off\\x', '50%']) expect(await idsFor(part)).toEqual([odd])
  expect(await idsFor('5_%_')).toEqual([])
})

test('a whole address finds whose it is, and nobody who has it within a longer one', async () => {
  const exact = await addReader(`${name}@example.org`)
  await addReader(`x-${name}@example.org`)
  expect(await idsFor(`${name}@example.org`)).toEqual([exact])
})

test('shows who may read first, then whose address begins like that; twenty at most, and says that there are more', async () => {
  const begins = await addReader(`${name}@example.org`)
  await subscribe(await addCustomer(anna))
  for (let i = 0; i < 19; i++) await addReader(`x${i}-${name}@example.org`)
  const { readers, more } = await found(name)
  expect(readers.map(({ id }) => id).slice(0, 2)).toEqual([anna, begins])
  expect(readers).toHaveLength(20)
  expect(more).toBe(true)
  expect(readers[0]).toMatchObject({
    granted: true,
    verdict: expect.stringContaining('active subscription'),
    because: null,
  })
  expect((await found(name, 'typing')).readers).toHaveLength(8)
})

test('finds by everything that Stripe writes on a receipt or shows in its Dashboard', async () => {
  const customerId = await addCustomer(anna)
  const mark = randomUUID().replaceAll('-', '')
  const ofCustomer = { customer_id: customerId, currency: 'usd', created_at: now, synced_at: now }
  await subscribe(customerId, `sub_${mark}`)
  const number = `${mark.slice(0, 8).toUpperCase()}-0001`
  await insert('invoice', {
    ...ofCustomer,
    id: `in_${mark}`,
    number,
    amount_due: 500,
    amount_paid: 500,
    amount_remaining: 0,
    attempts: 1,
    period_start: now,
    period_end: inDays(30),
  })
  await insert('charge', {
    ...ofCustomer,
    id: `ch_${mark}`,
    payment_intent_id: `pi_${mark}`,
    status: 'succeeded',
    amount_captured: 500,
    amount_refunded: 0,
  })
  await insert('dispute', {
    ...ofCustomer,
    id: `du_${mark}`,
    status: 'lost',
    reason: 'fraudulent',
    amount: 500,
  })
  await insert('checkout_attempt', {
    reader_id: anna,
    state: 'completed',
    session_id: `cs_test_${mark}`,
    return_to: '/',
    closed_at: now,
  })
  const ids = [
    customerId,
    ...['sub', 'in', 'ch', 'pi', 'du', 'cs_test'].map((of) => `${of}_${mark}`),
  ]
  for (const id of ids)
    expect({ id, ...(await found(id)) }).toMatchObject({ id, readers: [{ id: anna, because: id }] })
  expect((await found(number.toLowerCase())).readers).toMatchObject([
    { id: anna, because: `Invoice ${number}` },
  ])
  expect(await idsFor(`sub_${mark}x`)).toEqual([])
})

test('finds by the last digits of a card that is or was used, who may read first', async () => {
  const digits = '7391'
  const other = await addReader(`other-${name}@example.org`)
  const now4 = await addCustomer(anna, { card_brand: 'visa', card_last4: digits })
  await addCustomer(other, { card_brand: 'visa', card_last4: '1111' })
  const earlier = await addReader(`earlier-${name}@example.org`)
  await insert('charge', {
    id: `ch_${name}`,
    customer_id: await addCustomer(earlier),
    status: 'succeeded',
    currency: 'usd',
    amount_captured: 500,
    amount_refunded: 0,
    card_brand: 'mastercard',
    card_last4: digits,
    created_at: now,
    synced_at: now,
  })
  await subscribe(now4)
  expect((await found(`•••• ${digits}`)).readers).toMatchObject([
    { id: anna, because: `Visa ending ${digits}` },
    { id: earlier, because: `Mastercard ending ${digits}` },
  ])
})

test('a deleted account is found by what is kept of it, says so, and comes last', async () => {
  const deleted = await addReader(`deleted-${name}@deleted.invalid`, { deleted_at: inDays(-3) })
  const customerId = await addCustomer(deleted)
  await subscribe(customerId)
  expect((await found(customerId)).readers).toMatchObject([
    { id: deleted, granted: false, verdict: 'This account was deleted on 9 March 2027.' },
  ])
})

test('what is typed is written down as what is searched for', async () => {
  await found(email.slice(0, 12), 'typing')
  const [entry] = await database.owner`
    select detail from audit_entry where action = 'Searched readers' order by id desc limit 1`
  expect(entry?.detail).toEqual({ query: email.slice(0, 12), found: 1, typing: true })
})
