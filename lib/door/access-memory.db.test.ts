import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { openAppDatabase } from '#db/client.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, later } from '#lib/clock.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { openAccessMemory } from './access-memory.ts'
import { changesByHand } from './testing/changes.ts'

const database = useTestDatabase()
const site = new URL('https://news.example')
const now = new Date('2027-03-12T09:30:00Z')
const inDays = (days: number) => later(now, days * DAY)
let token = ''
let readerId = ''
let customerId = ''

beforeEach(async () => {
  token = randomUUID()
  customerId = `cus_${token}`
  const { owner } = database
  const [reader] =
    await owner`insert into reader (email) values (${`${token}@example.org`}) returning id`
  readerId = String(reader?.id)
  await owner`insert into session (token_hash, reader_id, expires_at)
              values (${hashToken(token)}, ${readerId}, ${inDays(30)})`
  await owner`insert into stripe_customer (customer_id, reader_id, livemode)
              values (${customerId}, ${readerId}, false)`
})

// Nobody tells it of changes, so it believes nothing it keeps.
const memory = openAccessMemory({ db: database.app, changes: changesByHand(), siteUrl: site })
const classOf = (cookie: string | undefined = `__Host-foldline=${token}`, at = now) =>
  Promise.resolve(memory.classOf(cookie, at))
const subscribe = (changes: Record<string, unknown> = {}) =>
  database.owner`insert into subscription ${database.owner({
    id: `sub_${randomUUID()}`,
    customer_id: customerId,
    status: 'active',
    ours: true,
    currency: 'usd',
    period_start: inDays(-15),
    period_end: inDays(15),
    cancel_at_period_end: false,
    created_at: inDays(-15),
    synced_at: now,
    ...changes,
  })}`

describe('without a session of ours one is anonymous', () => {
  test.each<[string, () => string | undefined]>([
    ['no cookie', () => undefined],
    ['W28: somebody else’s cookie', () => 'theme=dark'],
    ['W29: a token nobody was given', () => '__Host-foldline=made-up'],
    ['W29: an edited token', () => `__Host-foldline=${token}x`],
    ['W29: the hash instead of the token', () => `__Host-foldline=${hashToken(token)}`],
    ['W28: two of them, one planted', () => `__Host-foldline=${token}; __Host-foldline=x`],
    ['the name of another site of ours', () => `foldline-3000=${token}`],
  ])('%s', async (_name, cookie) => {
    await subscribe()
    expect(await memory.classOf(cookie(), now)).toBe('anonymous')
  })

  test('an expired one, to the millisecond', async () => {
    await subscribe({ period_end: inDays(90) })
    expect(await classOf(undefined, later(inDays(30), -1))).toBe('subscriber')
    expect(await classOf(undefined, inDays(30))).toBe('anonymous')
  })

  test('one that was ended, and that of a reader who is gone', async () => {
    expect(await classOf()).toBe('registered')
    await database.owner`delete from stripe_customer where reader_id = ${readerId}`
    await database.owner`delete from reader where id = ${readerId}`
    expect(await classOf()).toBe('anonymous')
  })
})

describe('what a reader may read is decided anew for each request', () => {
  test('signed in and nothing bought', async () => {
    expect(await classOf()).toBe('registered')
  })

  test('W30: a subscription counts on the next request, and so does its end', async () => {
    await subscribe()
    expect(await classOf()).toBe('subscriber')
    await database.owner`update subscription set status = 'canceled' where customer_id = ${customerId}`
    expect(await classOf()).toBe('registered')
  })

  test('56: a scheduled end needs no event: our own clock ends it, to the second', async () => {
    await subscribe({ cancel_at: inDays(3) })
    expect(await classOf(undefined, later(inDays(3), -1))).toBe('subscriber')
    expect(await classOf(undefined, inDays(3))).toBe('registered')
  })

  test.each<[string, Record<string, unknown>]>([
    ['not ours', { ours: false }],
    ['vanished at Stripe', { vanished_at: now }],
    ['paused by Stripe', { pause_behavior: 'void' }],
  ])('a subscription that is %s gives nothing', async (_name, changes) => {
    await subscribe(changes)
    expect(await classOf()).toBe('registered')
  })

  test('nor does that of a customer who was unlinked', async () => {
    await subscribe()
    await database.owner`update stripe_customer set unlinked_at = ${now} where customer_id = ${customerId}`
    expect(await classOf()).toBe('registered')
  })

  test('an open dispute suspends', async () => {
    await subscribe()
    await database.owner`insert into dispute (id, customer_id, status, reason, amount, currency, created_at, synced_at)
      values (${customerId}, ${customerId}, 'needs_response', 'fraudulent', 500, 'usd', ${now}, ${now})`
    expect(await classOf()).toBe('registered')
  })

  test('a grant, and its end', async () => {
    await database.owner`insert into access_grant (reader_id, kind, giver, why, starts_at, ends_at)
      values (${readerId}, 'staff', 'the desk', 'thanks', ${inDays(-1)}, ${inDays(1)})`
    expect(await classOf()).toBe('subscriber')
    expect(await classOf(undefined, inDays(1))).toBe('registered')
  })

  test('staff read everything', async () => {
    await database.owner`insert into staff_member (reader_id, role) values (${readerId}, 'support')`
    expect(await classOf()).toBe('subscriber')
  })

  test('62: whatever zone the database session is in', async () => {
    await database.owner`alter role foldline_app set timezone to 'Asia/Kathmandu'`
    const elsewhere = openAppDatabase(database.url, { max: 1, purpose: 'test' })
    await subscribe({ cancel_at: inDays(3) })
    const cookie = `__Host-foldline=${token}`
    const { classOf: there } = openAccessMemory({
      db: elsewhere,
      changes: changesByHand(),
      siteUrl: site,
    })
    const classAt = (at: Date) => there(cookie, at)
    const classes = [await classAt(later(inDays(3), -1)), await classAt(inDays(3))]
    await elsewhere.close()
    await database.owner`alter role foldline_app reset timezone`
    expect(classes).toEqual(['subscriber', 'registered'])
  })
})

test('who works here is known by their role, and by nothing else', async () => {
  const cookie = `__Host-foldline=${token}`
  expect(await memory.isStaff(undefined, now)).toBe(false)
  expect(await memory.isStaff('__Host-foldline=nonsense', now)).toBe(false)
  expect(await memory.isStaff(cookie, now)).toBe(false)
  await database.owner`insert into staff_member (reader_id, role) values (${readerId}, 'writer')`
  expect(await memory.isStaff(cookie, now)).toBe(true)
})

test('a database that does not answer is an error, never "anonymous"', async () => {
  const down = openAppDatabase('postgres://a:b@127.0.0.1:9/none', { max: 1, purpose: 'test' })
  const changes = changesByHand()
  // Listening goes on as if others were answered.
  const heart = setInterval(() => changes.answer(true), 5)
  await expect(
    openAccessMemory({ db: down, changes, siteUrl: site }).classOf(`__Host-foldline=${token}`, now),
  ).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  clearInterval(heart)
  await down.close()
})

const cookieOf = () => `__Host-foldline=${token}`
const turnHistoryOn = () =>
  database.owner`insert into reading_history (reader_id, since) values (${readerId}, ${now})`

describe('whether it is noted what somebody reads', () => {
  test('is known of who turned it on, once their class was asked for, and of nobody else', async () => {
    await turnHistoryOn()
    expect(memory.whoseHistory(cookieOf(), now)).toBeNull()
    await classOf()
    expect(memory.whoseHistory(cookieOf(), now)).toBe(readerId)
    expect(memory.whoseHistory('theme=dark', now)).toBeNull()
    expect(memory.whoseHistory(cookieOf(), inDays(30))).toBeNull()
  })

  test('is off for who did not, and at once for who turned it off', async () => {
    await classOf()
    expect(memory.whoseHistory(cookieOf(), now)).toBeNull()
    const changes = changesByHand()
    const told = openAccessMemory({ db: database.app, changes, siteUrl: site })
    await turnHistoryOn()
    await told.classOf(cookieOf(), now)
    expect(told.whoseHistory(cookieOf(), now)).toBe(readerId)
    changes.tell({ kind: 'reader', readerId })
    expect(told.whoseHistory(cookieOf(), now)).toBeNull()
  })
})
