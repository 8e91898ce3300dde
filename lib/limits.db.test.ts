import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { forgetExpiredLimits } from '#db/queries/limits.ts'
import { openAppDatabase } from '#db/client.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { later, SECOND } from '#lib/clock.ts'
import { addressKey, takeTurn, takeTurns } from './limits.ts'

const database = useTestDatabase()
const limit = () => ({ name: `test ${randomUUID()}`, points: 3, seconds: 60 })

test('so many turns may be taken, and then one hears how long to wait', async () => {
  const three = limit()
  const kinds = []
  for (let i = 0; i < 4; i++) kinds.push((await takeTurn(database.app, three, 'key')).kind)
  expect(kinds).toEqual(['allowed', 'allowed', 'allowed', 'limited'])
  const turn = await takeTurn(database.app, three, 'key')
  expect(turn).toMatchObject({ kind: 'limited', retryAfterSeconds: expect.any(Number) })
  const wait = turn.kind === 'limited' ? turn.retryAfterSeconds : 0
  expect(wait).toBeGreaterThan(50)
  expect(wait).toBeLessThanOrEqual(60)
})

test('of twenty that come at once, no more are let in than of twenty in a row', async () => {
  const three = limit()
  const turns = await Promise.all(
    Array.from({ length: 20 }, () => takeTurn(database.app, three, 'key')),
  )
  expect(turns.filter(({ kind }) => kind === 'allowed')).toHaveLength(3)
})

test('keys and limits do not count for each other', async () => {
  const [one, other] = [
    { ...limit(), points: 1 },
    { ...limit(), points: 1 },
  ]
  await takeTurn(database.app, one, 'a')
  expect((await takeTurn(database.app, one, 'a')).kind).toBe('limited')
  expect((await takeTurn(database.app, one, 'b')).kind).toBe('allowed')
  expect((await takeTurn(database.app, other, 'a')).kind).toBe('allowed')
})

test('when the time is over the turns are back, and the counter can be forgotten', async () => {
  const one = { ...limit(), points: 1 }
  const counters = () => database.owner`select key from rate_limit where key like ${`${one.name}%`}`
  await takeTurn(database.app, one, 'key')
  await forgetExpiredLimits(database.app, new Date())
  expect(await counters()).toHaveLength(1)
  await database.owner`update rate_limit set expire = now() - interval '1 second'
                        where key like ${`${one.name}%`}`
  expect((await takeTurn(database.app, one, 'key')).kind).toBe('allowed')
  await forgetExpiredLimits(database.app, later(new Date(), 61 * SECOND))
  expect(await counters()).toHaveLength(0)
})

test('a database that is down lets nobody in', async () => {
  await database.owner`alter table rate_limit rename to rate_limit_away`
  const turn = takeTurn(database.app, limit(), 'key')
  await expect(turn).rejects.toMatchObject({ cause: { code: '42P01' } })
  await database.owner`alter table rate_limit_away rename to rate_limit`
})

describe('two instances', () => {
  // Another pool is what another process is to the counters: it shares nothing but the database.
  const other = openAppDatabase(database.url, { max: 2, purpose: 'test' })
  afterAll(() => other.close())
  const both = [database.app, other]

  test('count for each other', async () => {
    const four = { ...limit(), points: 4 }
    const kinds: string[] = []
    for (let turn = 0; turn < 3; turn++)
      for (const db of both) kinds.push((await takeTurn(db, four, 'key')).kind)
    expect(kinds).toEqual(['allowed', 'allowed', 'allowed', 'allowed', 'limited', 'limited'])
  })

  test('give out no more turns than there are, also of what is taken ahead', async () => {
    const forty = { ...limit(), points: 40, ahead: 10 }
    const turns = []
    for (let turn = 0; turn < 60; turn++)
      for (const db of both) turns.push((await takeTurn(db, forty, 'key')).kind)
    expect(turns.filter((kind) => kind === 'allowed')).toHaveLength(40)
  })

  test('of one refusal in a span of time it is said that it is the first', async () => {
    const three = limit()
    const refused = []
    for (let turn = 0; turn < 6; turn++)
      for (const db of both) refused.push(await takeTurn(db, three, 'key'))
    const firsts = refused.filter((turn) => turn.kind === 'limited' && turn.first)
    expect(firsts).toHaveLength(1)
  })
})

const stored = async (name: string) => {
  const [row] = await database.owner`select points from rate_limit where key like ${`${name}%`}`
  return row?.points
}

test('who was refused is refused without a query, until the time is over', async () => {
  const three = limit()
  for (let turn = 0; turn < 4; turn++) await takeTurn(database.app, three, 'key')
  expect(await stored(three.name)).toBe(4)
  for (let turn = 0; turn < 100; turn++)
    expect((await takeTurn(database.app, three, 'key')).kind).toBe('limited')
  expect(await stored(three.name)).toBe(4)
})

test('turns that are taken ahead cost one query for all of them', async () => {
  const hundred = { ...limit(), points: 100, ahead: 20 }
  for (let turn = 0; turn < 20; turn++)
    expect((await takeTurn(database.app, hundred, 'key')).kind).toBe('allowed')
  expect(await stored(hundred.name)).toBe(20)
  await takeTurn(database.app, hundred, 'key')
  expect(await stored(hundred.name)).toBe(40)
})

test('of several limits the first that is used up refuses, and those behind it are not touched', async () => {
  const [narrow, wide] = [{ ...limit(), points: 1 }, limit()]
  const take = () =>
    takeTurns(database.app, [
      [narrow, 'a'],
      [wide, 'b'],
    ])
  expect((await take()).kind).toBe('allowed')
  expect((await take()).kind).toBe('limited')
  expect(await stored(wide.name)).toBe(1)
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff::', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['unknown', 'unknown'],
])('%s counts as %s: a network of IPv6 is one home', (address, key) => {
  expect(addressKey(address)).toBe(key)
})
