import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { publish, published, publishSome } from '#lib/articles/testing/publication.ts'
import { DAY, HOUR, later, SECOND } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { forgetHistory, keepHistory, KEPT_DAYS } from './keep.ts'
import { forgetAllReading, forgetReading, readHistory } from './own.ts'
import { turnHistoryOff, turnHistoryOn } from './switch.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = later(published, HOUR)
const soon = (seconds: number) => later(now, seconds * SECOND)

let databases: { public: typeof database.public; app: typeof database.app }
let reader: string
beforeAll(() => publishSome(database))
beforeEach(async () => {
  databases = { public: database.public, app: database.app }
  reader = await addReader()
  await turnHistoryOn(database.app, reader, now)
})

async function addReader(): Promise<string> {
  const [made] = await database.owner`
    insert into reader (email) values (${`${randomUUID()}@example.org`}) returning id`
  return String(made?.id)
}

const open = async (slug: string, at = soon(1), of = reader) =>
  keepHistory(database.app, [{ readerId: of, slug, at }])
const history = async (of = reader, page = 1) =>
  readHistory(databases, { readerId: of, readerClass: 'registered' }, page)
async function slugs(of = reader): Promise<string[]> {
  const read = await history(of)
  return read.kind === 'on' ? read.lines.map(({ card }) => card.slug) : ['off']
}
const rows = async (of = reader) => {
  const found = await database.owner`select * from history_entry where reader_id = ${of}`
  return found.length
}

describe('the switch', () => {
  test('is off for everybody who did not turn it on: nothing of theirs is noted', async () => {
    const other = await addReader()
    await keepHistory(database.app, [
      { readerId: other, slug: 'free', at: soon(1) },
      { readerId: reader, slug: 'free', at: soon(1) },
    ])
    expect(await history(other)).toEqual({ kind: 'off' })
    expect([await rows(other), await slugs()]).toEqual([0, ['free']])
  })

  test('turned off it takes everything with it, and on again it begins with nothing', async () => {
    await open('free')
    await turnHistoryOff(database.app, reader)
    expect([await history(), await rows()]).toEqual([{ kind: 'off' }, 0])
    await open('free', soon(2))
    expect(await rows()).toBe(0)
    await turnHistoryOn(database.app, reader, soon(10))
    // What a door handed over late was opened while it was off.
    await open('free', soon(9))
    expect(await slugs()).toEqual([])
    await open('free', soon(10))
    expect(await slugs()).toEqual(['free'])
  })

  test('turned on twice it stays as it is', async () => {
    await open('free')
    await turnHistoryOn(database.app, reader, soon(10))
    await open('gated', soon(5))
    expect(await slugs()).toEqual(['gated', 'free'])
  })

  test('while it is being turned off nothing is noted, and nobody waits for that', async () => {
    const other = await addReader()
    await turnHistoryOn(database.app, other, now)
    await database.app.transaction(async (tx) => {
      await turnHistoryOff(tx, reader)
      await keepHistory(database.app, [
        { readerId: reader, slug: 'free', at: soon(1) },
        { readerId: other, slug: 'free', at: soon(1) },
      ])
    })
    expect([await rows(), await slugs(other)]).toEqual([0, ['free']])
  })

  test('cannot be turned on for an account that is deleted, and goes with its reader', async () => {
    await open('free')
    const gone = await addReader()
    await database.owner`update reader set deleted_at = now(), name = null where id = ${gone}`
    await turnHistoryOn(database.app, gone, now)
    expect(await history(gone)).toEqual({ kind: 'off' })
    await database.owner`delete from reader where id = ${reader}`
    expect(await rows()).toBe(0)
  })
})

describe('the history', () => {
  test('has each article once, as of when it was opened last, the last first', async () => {
    await open('gated', soon(1))
    await open('free', soon(2))
    await open('gated', soon(3))
    // Of two doors one may hand over later what was earlier.
    await open('free', soon(1))
    const read = await history()
    expect(read).toMatchObject({ kind: 'on', page: 1, pages: 1, shown: 2 })
    const lines = read.kind === 'on' ? read.lines : []
    expect(lines.map(({ card, readAt, locked }) => [card.slug, readAt, locked])).toEqual([
      ['gated', soon(3), true],
      ['free', soon(2), false],
    ])
  })

  test('is its reader’s alone', async () => {
    const other = await addReader()
    await turnHistoryOn(database.app, other, now)
    await open('free')
    await forgetReading(database.app, other, 'free')
    await forgetAllReading(database.app, other, soon(9))
    await turnHistoryOff(database.app, other)
    expect(await slugs()).toEqual(['free'])
    expect(await history(other)).toEqual({ kind: 'off' })
  })

  test('forgets one article, or all up to now, what a door still holds as well', async () => {
    await open('gated')
    await open('free')
    await forgetReading(database.app, reader, 'gated')
    expect(await slugs()).toEqual(['free'])
    await forgetAllReading(database.app, reader, soon(9))
    await open('free', soon(8))
    expect(await slugs()).toEqual([])
    await open('free', soon(9))
    expect(await slugs()).toEqual(['free'])
  })

  test(`forgets by itself what was read ${KEPT_DAYS} days ago, to the second`, async () => {
    await open('gated', soon(1))
    await open('free', soon(2))
    await forgetHistory(database.app, later(soon(2), KEPT_DAYS * DAY))
    expect(await slugs()).toEqual(['free'])
  })

  test.each(['draft', 'tomorrow', 'never-was'])('W40: %s is noted of nobody', async (slug) => {
    await open(slug)
    expect(await rows()).toBe(0)
  })

  test('W40: one that is withdrawn later is not in it, nor its name', async () => {
    const slug = `read-${randomUUID()}`
    const id = await publish(database, slug)
    await open(slug)
    expect(await slugs()).toEqual([slug])
    await database.owner`update article set status = 'withdrawn' where id = ${id}`
    expect(await history()).toEqual({ kind: 'on', lines: [], page: 1, pages: 1, shown: 0 })
  })
})
