import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { AppDatabase } from '#db/client.ts'
import { useTestDatabase } from '#db/testing/database.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { DAY, later, SECOND } from '#lib/clock.ts'
import { openAccessMemory } from './access-memory.ts'
import { DatabaseOutage } from './reach.ts'
import { changesByHand } from './testing/changes.ts'

const database = useTestDatabase()
const siteUrl = new URL('https://news.example')
const now = new Date('2027-03-12T09:30:00Z')
const inDays = (days: number) => later(now, days * DAY)

let asked = 0
/** What a query waits for before it is sent, and what its answer waits for. */
let before: Promise<unknown> = Promise.resolve()
let after: Promise<unknown> = Promise.resolve()
const db: AppDatabase = new Proxy(database.app, {
  get: (target, name) =>
    name === 'execute'
      ? async (query: Parameters<AppDatabase['execute']>[0]) => {
          asked++
          const [sent, arrive] = [before, after]
          await sent
          const answer = await target.execute(query)
          await arrive
          return answer
        }
      : Reflect.get(target, name),
})

let steady = 0
let changes = changesByHand()
let memory = openAccessMemory({ db, changes, siteUrl })
let token = ''
let readerId = ''

beforeEach(async () => {
  asked = 0
  steady = 1_000_000
  before = after = Promise.resolve()
  changes = changesByHand()
  changes.trust(true)
  memory = openAccessMemory({ db, changes, siteUrl, steady: () => steady })
  ;({ token, readerId } = await subscribe())
})

async function subscribe() {
  const made = randomUUID()
  const { owner } = database
  const [reader] =
    await owner`insert into reader (email) values (${`${made}@example.org`}) returning id`
  const id = String(reader?.id)
  await owner`insert into session (token_hash, reader_id, expires_at)
    values (${hashToken(made)}, ${id}, ${inDays(30)})`
  await owner`insert into access_grant (reader_id, kind, giver, why, starts_at, ends_at)
    values (${id}, 'staff', 'the desk', 'thanks', ${inDays(-1)}, ${inDays(1)})`
  return { token: made, readerId: id }
}

const classOf = (at = now, of = token) => memory.classOf(`__Host-foldline=${of}`, at)
const promised = (of = token) => Promise.resolve(classOf(now, of))
const takeBack = () =>
  database.owner`update access_grant set revoked_at = ${inDays(-0.5)} where reader_id = ${readerId}`
const changed = () => changes.tell({ kind: 'reader', readerId })

describe('what is kept', () => {
  test('is asked for once, and then answers at once', async () => {
    expect(await classOf()).toBe('subscriber')
    expect(classOf()).toBe('subscriber')
    expect(memory.classOf(`a=b; __Host-foldline=${token}`, now)).toBe('subscriber')
    expect([asked, memory.size()]).toEqual([1, 1])
  })

  test('is decided anew for each request: access that ends by itself ends to the millisecond', async () => {
    await classOf()
    expect(classOf(later(inDays(1), -1))).toBe('subscriber')
    expect(classOf(inDays(1))).toBe('registered')
    expect(asked).toBe(1)
  })

  test('is not believed past the end of the session', async () => {
    await classOf()
    expect(await classOf(inDays(30))).toBe('anonymous')
    expect(asked).toBe(2)
  })

  test('is not believed for longer than thirty seconds', async () => {
    await classOf()
    await takeBack()
    steady += 30 * SECOND - 1
    expect(classOf()).toBe('subscriber')
    steady += 1
    expect(await classOf()).toBe('registered')
  })

  test('counts from when the question was sent', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    after = promise
    const first = classOf()
    steady += 29 * SECOND
    resolve()
    await first
    steady += 1 * SECOND
    await classOf()
    expect(asked).toBe(2)
  })

  test.each<[string, () => void]>([
    ['the reader', () => changed()],
    ['the session', () => changes.tell({ kind: 'session', tokenHash: hashToken(token) })],
    ['everything', () => changes.tell({ kind: 'everything' })],
  ])('goes when %s changes', async (_name, tell) => {
    await classOf()
    await takeBack()
    expect(classOf()).toBe('subscriber')
    tell()
    expect(memory.size()).toBe(0)
    expect(await classOf()).toBe('registered')
    expect(classOf()).toBe('registered')
  })

  test('stays when somebody or something else changes', async () => {
    await classOf()
    changes.tell({ kind: 'reader', readerId: randomUUID() })
    changes.tell({ kind: 'session', tokenHash: hashToken('another') })
    changes.tell({ kind: 'article', slug: 'low-water' })
    changes.tell({ kind: 'lists' })
    expect(classOf()).toBe('subscriber')
  })

  test('every session of a reader goes with the reader', async () => {
    const second = randomUUID()
    await database.owner`insert into session (token_hash, reader_id, expires_at)
      values (${hashToken(second)}, ${readerId}, ${inDays(30)})`
    await Promise.all([promised(), promised(second)])
    expect(memory.size()).toBe(2)
    changed()
    expect(memory.size()).toBe(0)
  })

  test('is bounded, and the least used goes first', async () => {
    memory = openAccessMemory({ db, changes, siteUrl, bounds: { sessions: 2, unknown: 2 } })
    const others = [await subscribe(), await subscribe()]
    for (const one of [token, ...others.map((other) => other.token)]) {
      expect(await classOf(now, one)).toBe('subscriber')
      await classOf(now, `junk ${one}`)
    }
    expect(memory.size()).toBe(4)
    asked = 0
    for (const other of others) expect(classOf(now, other.token)).toBe('subscriber')
    expect(await classOf()).toBe('subscriber')
    expect(asked).toBe(1)
  })
})

describe('a token that belongs to no session', () => {
  test('is asked about once, and does not push out those who have one', async () => {
    for (let i = 0; i < 3; i++) expect(await classOf(now, 'junk')).toBe('anonymous')
    expect(asked).toBe(1)
  })

  test('is forgotten soon: a session can come back from a backup', async () => {
    const late = randomUUID()
    await classOf(now, late)
    await database.owner`insert into session (token_hash, reader_id, expires_at)
      values (${hashToken(late)}, ${readerId}, ${inDays(30)})`
    steady += 5 * SECOND
    expect(await classOf(now, late)).toBe('subscriber')
  })
})

describe('many at once', () => {
  test('a thousand who miss make one query', async () => {
    const classes = await Promise.all(Array.from({ length: 1000 }, () => promised()))
    expect(new Set(classes)).toEqual(new Set(['subscriber']))
    expect(asked).toBe(1)
  })

  test('a change during a look-up: its answer is not kept, and who came after it asks anew', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    after = promise
    const early = classOf()
    await expect.poll(() => asked).toBe(1)
    await takeBack()
    changed()
    after = Promise.resolve()
    expect(await classOf()).toBe('registered')
    resolve()
    await early
    expect(await classOf()).toBe('registered')
  })

  test('who joined a look-up that a change overtook asks anew, once for all of them', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    before = promise
    const joined = Array.from({ length: 100 }, () => promised())
    await expect.poll(() => asked).toBe(1)
    before = Promise.resolve()
    changed()
    resolve()
    expect(new Set(await Promise.all(joined))).toEqual(new Set(['subscriber']))
    expect(asked).toBe(2)
  })

  test('a failure is everybody’s who waited for it, and is not kept', async () => {
    const { promise, reject } = Promise.withResolvers<void>()
    before = promise
    const waiting = Promise.allSettled([promised(), promised()])
    reject(new Error('down'))
    changes.answer(false)
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    before = Promise.resolve()
    changes.answer(true)
    expect(await classOf()).toBe('subscriber')
  })

  test('what failed while the database answers others is asked once more', async () => {
    before = Promise.reject(new Error('this connection'))
    const found = promised()
    await before.catch(() => undefined)
    before = Promise.resolve()
    await expect.poll(() => (changes.answer(true), asked)).toBe(2)
    expect(await found).toBe('subscriber')
  })

  test('nobody waits for a database that has ceased to answer', async () => {
    before = Promise.withResolvers<void>().promise
    const found = promised()
    changes.answer(false)
    await expect(found).rejects.toThrow(DatabaseOutage)
  })
})

describe('a change that is announced', () => {
  test.each(['reader', 'session'])('of the %s: each request asks the database', async (kind) => {
    changes.doubt(kind === 'reader' ? `reader ${readerId}` : `session ${hashToken(token)}`)
    for (let i = 1; i <= 3; i++) {
      expect(await classOf()).toBe('subscriber')
      expect([asked, memory.size()]).toEqual([i, 0])
    }
    await takeBack()
    expect(await classOf()).toBe('registered')
    changes.doubt(null)
    await classOf()
    expect(classOf()).toBe('registered')
  })

  test('nobody is answered from a look-up that began before them', async () => {
    changes.doubt(`reader ${readerId}`)
    const { promise, resolve } = Promise.withResolvers<void>()
    after = promise
    const early = classOf()
    await expect.poll(() => asked).toBe(1)
    await takeBack()
    after = Promise.resolve()
    const late = [promised(), promised()]
    resolve()
    await early
    expect(await Promise.all(late)).toEqual(['registered', 'registered'])
    expect(asked).toBe(2)
  })
})

const fail = () => {
  before = Promise.reject(new Error('down'))
  before.catch(() => undefined)
  changes.answer(false)
}

describe('when nobody tells what changes', () => {
  test('each request asks the database', async () => {
    await classOf()
    changes.trust(false)
    await takeBack()
    expect(await Promise.all([promised(), promised()])).toEqual(['registered', 'registered'])
    expect(asked).toBe(3)
  })

  test('and it does not answer either: what is kept counts for thirty seconds, and no further', async () => {
    await classOf()
    changes.trust(false)
    fail()
    steady += 30 * SECOND - 1
    expect(await classOf()).toBe('subscriber')
    expect(await classOf(inDays(1))).toBe('registered')
    await expect(classOf(inDays(30))).rejects.toThrow(DatabaseOutage)
    steady += 1
    await expect(classOf()).rejects.toThrow(DatabaseOutage)
  })

  test('nor is anybody of whom nothing is kept taken for anonymous', async () => {
    await classOf(now, 'junk')
    changes.trust(false)
    fail()
    await expect(classOf()).rejects.toThrow(DatabaseOutage)
    await expect(classOf(now, 'junk')).rejects.toThrow(DatabaseOutage)
    expect(memory.classOf(undefined, now)).toBe('anonymous')
  })

  test('what was seen to have ended stays ended when the database falls silent', async () => {
    await classOf()
    changes.trust(false)
    await takeBack()
    expect(await classOf()).toBe('registered')
    fail()
    expect(await classOf()).toBe('registered')
  })
})
