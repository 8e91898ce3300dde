import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later } from '#lib/clock.ts'
import { limits } from '#lib/limit-figures.ts'
import { lookUpReader, lookUpReaderByEmail } from './look-up.ts'
import { searchReaders } from './search.ts'
import { readerStanding, readerStatus } from './status.ts'

const database = useTestDatabase()
const now = new Date('2027-03-12T09:30:00Z')
const inDays = (days: number) => later(now, days * DAY)
const desk = { id: randomUUID(), label: 'desk@news.example' }
const insert = (table: string, row: Record<string, unknown>) =>
  database.owner`insert into ${database.owner(table)} ${database.owner(row)}`

async function addReader(email: string, name: string | null = null): Promise<string> {
  const [row] = await database.owner`
    insert into reader (email, name) values (${email}, ${name}) returning id`
  return String(row?.id)
}
async function addCustomer(readerId: string, changes: Record<string, unknown> = {}) {
  const customerId = `cus_${randomUUID()}`
  await insert('stripe_customer', {
    customer_id: customerId,
    reader_id: readerId,
    livemode: false,
    ...changes,
  })
  return customerId
}
const subscribe = (customerId: string, changes: Record<string, unknown> = {}) =>
  insert('subscription', {
    id: `sub_${randomUUID()}`,
    customer_id: customerId,
    status: 'active',
    ours: true,
    currency: 'usd',
    unit_amount: 500,
    quantity: 1,
    interval: 'month',
    period_start: inDays(-15),
    period_end: inDays(15),
    cancel_at_period_end: false,
    created_at: inDays(-15),
    synced_at: now,
    ...changes,
  })
const hash = () => randomUUID().replaceAll('-', '').repeat(2)

const auditOf = async (action: string) => {
  const rows = await database.owner`
    select actor_id, actor, action, subject_id, detail from audit_entry
     where action = ${action} order by id desc`
  return [...rows]
}

let anna = ''
let email = ''
beforeEach(async () => {
  email = `anna-${randomUUID()}@example.org`
  anna = await addReader(email, 'Anna Example')
})

describe('the verdict in one sentence', () => {
  test('of a subscriber', async () => {
    await subscribe(await addCustomer(anna))
    expect(await readerStanding(database.app, anna, now)).toMatchObject({
      decision: { granted: true, reason: 'active' },
      verdict: 'May read everything until 27 March 2027: active subscription, renews.',
      sentence: 'Your subscription renews on 27 March 2027.',
    })
  })

  test('of a reader who bought nothing, and of nobody', async () => {
    const refused = 'May not read what is for subscribers: no subscription.'
    expect((await readerStanding(database.app, anna, now)).verdict).toBe(refused)
    const nobody = await readerStanding(database.app, randomUUID(), now)
    expect(nobody.decision.granted).toBe(false)
  })

  test('a name that looks like an instruction is only a name', async () => {
    await insert('access_grant', {
      reader_id: anna,
      kind: 'gift',
      giver: "$& and $'",
      why: 'birthday',
      starts_at: inDays(-1),
      ends_at: inDays(1),
    })
    expect((await readerStanding(database.app, anna, now)).verdict).toBe(
      "May read everything until 13 March 2027: a gift from $& and $'.",
    )
  })
})

describe('everything about one reader', () => {
  test('what was bought, paid, contested, given, sent and done', async () => {
    const customerId = await addCustomer(anna, { synced_at: now })
    await subscribe(customerId, { quantity: 3, cancel_at: inDays(9) })
    await insert('invoice', {
      id: `in_${customerId}`,
      customer_id: customerId,
      status: 'paid',
      currency: 'usd',
      amount_due: 1500,
      amount_paid: 1500,
      amount_remaining: 0,
      attempts: 1,
      period_start: inDays(-15),
      period_end: inDays(15),
      created_at: inDays(-15),
      synced_at: now,
    })
    await insert('dispute', {
      id: `du_${customerId}`,
      customer_id: customerId,
      status: 'won',
      reason: 'fraudulent',
      amount: 1500,
      currency: 'usd',
      created_at: inDays(-3),
      synced_at: now,
    })
    await insert('stripe_event', {
      id: `evt_${customerId}`,
      type: 'invoice.paid',
      customer_id: customerId,
      livemode: false,
      payload: database.owner.json({ secret: 'payload' }),
      created_at: inDays(-15),
      processed_at: now,
      outcome: 'synced',
    })
    const session = { reader_id: anna, device: 'Firefox on Linux' }
    await insert('session', { ...session, token_hash: hash(), expires_at: inDays(1) })
    await insert('session', { ...session, token_hash: hash(), expires_at: inDays(-1) })
    const status = await readerStatus(database.app, anna, now)
    expect(status).toMatchObject({
      reader: { email, name: 'Anna Example', role: null },
      decision: { granted: true, reason: 'active_ending' },
      customer: { customerId, livemode: false, syncedAt: now },
      subscriptions: [{ amount: 1500, cancelAt: inDays(9), ours: true }],
      invoices: [{ amountPaid: 1500, status: 'paid' }],
      disputes: [{ status: 'won', amount: 1500 }],
      payingTwice: false,
      grants: [],
      mails: [],
      sessions: [{ device: 'Firefox on Linux' }],
    })
    expect(status?.timeline.map(({ text }) => text)).toContain('Invoice paid')
    // Neither a payload nor a token's hash belongs on the desk.
    expect(JSON.stringify(status)).not.toMatch(/payload|[0-9a-f]{64}/)
  })

  test('who pays twice is said to; another product and what is over are no second time', async () => {
    const customerId = await addCustomer(anna)
    const twice = async () => (await readerStatus(database.app, anna, now))?.payingTwice
    await subscribe(customerId)
    await subscribe(customerId, { ours: false })
    await subscribe(customerId, { status: 'canceled' })
    await subscribe(customerId, { vanished_at: now })
    expect(await twice()).toBe(false)
    await subscribe(customerId, { status: 'past_due' })
    expect(await twice()).toBe(true)
  })

  test('a customer that was unlinked is nobody’s', async () => {
    await subscribe(await addCustomer(anna, { unlinked_at: now }))
    expect(await readerStatus(database.app, anna, now)).toMatchObject({
      customer: null,
      subscriptions: [],
      decision: { granted: false },
    })
  })

  test('who does not exist has no status', async () => {
    expect(await readerStatus(database.app, randomUUID(), now)).toBeNull()
  })
})

describe('W51: every look is written down', () => {
  test('a search says what was asked and how much was found', async () => {
    await searchReaders(database.app, desk, { query: email, now })
    expect((await auditOf('Searched readers'))[0]).toMatchObject({
      actor_id: desk.id,
      actor: desk.label,
      detail: { query: email, found: 1 },
    })
  })

  test('a look at one reader names them', async () => {
    expect(await lookUpReader(database.app, desk, anna, now)).toMatchObject({
      kind: 'found',
      status: { reader: { email } },
    })
    expect((await auditOf('Looked this reader up'))[0]).toMatchObject({
      actor_id: desk.id,
      subject_id: anna,
    })
  })

  test('from the terminal too, whatever the case of the address', async () => {
    const terminal = { id: null, label: 'terminal' }
    const found = await lookUpReaderByEmail(database.app, terminal, ` ${email.toUpperCase()} `, now)
    expect(found).toMatchObject({ reader: { email } })
    expect((await auditOf('Looked this reader up'))[0]).toMatchObject({ actor: 'terminal' })
  })

  test('a look at nobody finds nobody, and is no look', async () => {
    const before = await auditOf('Looked this reader up')
    for (const id of [randomUUID(), 'x', '', "'; drop table reader", `${anna}0`])
      expect(await lookUpReader(database.app, desk, id, now)).toEqual({ kind: 'unknown' })
    expect(await lookUpReaderByEmail(database.app, desk, 'nobody@example.org', now)).toBeNull()
    expect(await auditOf('Looked this reader up')).toEqual(before)
  })

  test('the next look shows the one before', async () => {
    await lookUpReader(database.app, desk, anna, now)
    const found = await lookUpReader(database.app, desk, anna, now)
    expect(found.kind === 'found' && found.status.timeline).toContainEqual(
      expect.objectContaining({ kind: 'staff', text: 'Looked this reader up', detail: desk.label }),
    )
  })
})

/** Each search by somebody of the staff who has not searched before. */
const found = async (query: string) => {
  const outcome = await searchReaders(database.app, { ...desk, id: randomUUID() }, { query, now })
  if (outcome.kind === 'limited') throw new Error('The first search was refused.')
  return outcome
}
const refusals = async (id: string) =>
  (await auditOf('Was refused to look readers up')).filter(({ actor_id: actor }) => actor === id)

describe('whoever goes through the readers one after the other', () => {
  test('searches so often in an hour; the first refusal is an audit entry, and nothing is found any more', async () => {
    const copyist = { ...desk, id: randomUUID() }
    const most = limits.staffSearches.points
    await database.owner`insert into rate_limit values
      (${`${limits.staffSearches.name}:${copyist.id}`}, ${most - 1}, now() + interval '10 minutes')`
    expect(await searchReaders(database.app, copyist, { query: email, now })).toMatchObject({
      kind: 'found',
    })
    for (let turn = 0; turn < 3; turn++) {
      const outcome = await searchReaders(database.app, copyist, { query: email, now })
      expect(outcome).toEqual({ kind: 'limited', retryAfterSeconds: expect.any(Number) })
    }
    expect(await refusals(copyist.id)).toMatchObject([
      { detail: { limit: 'staff_search', most, seconds: 3600 } },
    ])
    const { readers } = await found(email)
    expect(readers).toHaveLength(1)
  })

  test('looks at so many of them, whoever they are', async () => {
    const copyist = { ...desk, id: randomUUID() }
    await database.owner`insert into rate_limit values
      (${`${limits.staffLookUps.name}:${copyist.id}`}, ${limits.staffLookUps.points}, now() + interval '10 minutes')`
    const before = await auditOf('Looked this reader up')
    for (const id of [anna, randomUUID()])
      expect(await lookUpReader(database.app, copyist, id, now)).toMatchObject({ kind: 'limited' })
    expect(await auditOf('Looked this reader up')).toEqual(before)
    expect(await refusals(copyist.id)).toHaveLength(1)
  })

  test('the operator at the terminal is not counted', async () => {
    const terminal = { id: null, label: 'terminal' }
    await searchReaders(database.app, terminal, { query: email, now })
    await lookUpReader(database.app, terminal, anna, now)
    const counters =
      await database.owner`select key from rate_limit where key like '%terminal%' or key like '%null%'`
    expect(counters).toHaveLength(0)
  })
})
