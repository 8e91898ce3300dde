import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { forgetExpiredLimits } from '#db/queries/limits.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { later, SECOND } from '#lib/clock.ts'
import { takeTurn } from './limits.ts'

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
