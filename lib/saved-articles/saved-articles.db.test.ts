import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { publish, published, publishSome } from '#lib/articles/testing/publication.ts'
import { DAY, HOUR, later, SECOND } from '#lib/clock.ts'
import { limits } from '#lib/limit-figures.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { readSaved, readWish } from './own.ts'
import { MOST_SAVED, saveArticle, takeOffList } from './save.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = later(published, HOUR)

let databases: { public: typeof database.public; app: typeof database.app }
let reader: string
beforeAll(() => publishSome(database))
beforeEach(async () => {
  databases = { public: database.public, app: database.app }
  reader = await addReader()
})

async function addReader(): Promise<string> {
  const [made] = await database.owner`
    insert into reader (email) values (${`${randomUUID()}@example.org`}) returning id`
  return String(made?.id)
}

const save = async (slug: string, savedAt = now, of = reader) =>
  saveArticle(databases, of, { slug, savedAt })
const list = async (of = reader, page = 1) =>
  readSaved(databases, { readerId: of, readerClass: 'registered' }, page)
const slugs = async (of = reader, page = 1) =>
  (await list(of, page)).lines.map(({ card }) => card.slug)
const rows = async (of = reader) => {
  const found = await database.owner`select * from saved_article where reader_id = ${of}`
  return found.length
}

/** As many articles as it takes, of whom a reader has saved each: written by hand, since each is the same. */
async function saveMany(count: number): Promise<void> {
  await database.owner`
    with made as (
      insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
          access_level, has_gated_part, status, published_at)
        select 'many-' || gen_random_uuid(), 'h', 's', '', '', '', 0, 'free', false, 'published', ${published}
          from generate_series(1, ${count}) returning id)
    insert into saved_article (reader_id, article_id, saved_at) select ${reader}, id, ${now} from made`
}

describe('the list', () => {
  test('has what was saved, the last first, and says what its reader may not read whole', async () => {
    await save('gated', now)
    await save('registered', later(now, SECOND))
    await save('free', later(now, 2 * SECOND))
    const { lines, ...about } = await list()
    expect(lines.map(({ card, locked, savedAt }) => [card.slug, locked, savedAt])).toEqual([
      ['free', false, later(now, 2 * SECOND)],
      ['registered', false, later(now, SECOND)],
      ['gated', true, now],
    ])
    expect(about).toEqual({ page: 1, pages: 1, shown: 3, notThere: 0 })
    const asSubscriber = { readerId: reader, readerClass: 'subscriber' } as const
    const whole = await readSaved(databases, asSubscriber, 1)
    expect(whole.lines.map(({ locked }) => locked)).toEqual([false, false, false])
  })

  test('is its reader’s alone: nobody sees it, saves on it or takes anything off it', async () => {
    const other = await addReader()
    await save('gated')
    expect(await slugs(other)).toEqual([])
    expect(await takeOffList(database.app, other, 'gated')).toBeNull()
    await save('free', now, other)
    expect(await slugs()).toEqual(['gated'])
    expect(await slugs(other)).toEqual(['free'])
  })

  test('is numbered in pages of fifty, and a page beyond the last is the last', async () => {
    await saveMany(51)
    expect((await list()).lines).toHaveLength(50)
    const last = await list(reader, 9)
    expect(last).toMatchObject({ page: 2, pages: 2, shown: 51 })
    expect(last.lines).toHaveLength(1)
    const all = [...(await slugs()), ...(await slugs(reader, 2))]
    expect(new Set(all).size).toBe(51)
  })
})

describe('saving', () => {
  test('the same article twice leaves it where it is, also of who presses twice at one moment', async () => {
    await Promise.all([save('gated'), save('gated'), save('gated')])
    await save('gated', later(now, HOUR))
    expect((await list()).lines).toMatchObject([{ savedAt: now }])
    expect(await readWish(databases, reader, 'gated')).toMatchObject({ saved: true })
    expect(await readWish(databases, reader, 'free')).toMatchObject({ saved: false })
  })

  test('taken off is gone, and goes back to the place it had', async () => {
    await save('gated', now)
    await save('free', later(now, SECOND))
    const since = await takeOffList(database.app, reader, 'gated')
    expect(since).toEqual(now)
    expect(await slugs()).toEqual(['free'])
    expect(await takeOffList(database.app, reader, 'gated')).toBeNull()
    if (since) await save('gated', since)
    expect(await slugs()).toEqual(['free', 'gated'])
  })

  test.each(['draft', 'tomorrow', 'never-was', ''])(
    'W40: %j is nothing that could be saved',
    async (slug) => {
      expect(await save(slug)).toEqual({ kind: 'no_article' })
      expect(await readWish(databases, reader, slug)).toBeNull()
      expect(await rows()).toBe(0)
    },
  )

  test.each([
    ['withdrawn', { status: 'withdrawn' }],
    ['made a draft again', { status: 'draft' }],
    ['put off', { published_at: later(published, DAY) }],
  ])(
    'W40: one that is %s is not on the list, nor its name, until it is back',
    async (_, change) => {
      const slug = `saved-${randomUUID()}`
      const id = await publish(database, slug)
      await save(slug)
      await database.owner`update article set ${database.owner(change)} where id = ${id}`
      expect(await list()).toEqual({ lines: [], page: 1, pages: 1, shown: 0, notThere: 1 })
      const back = { status: 'published', published_at: later(published, -DAY) }
      await database.owner`update article set ${database.owner(back)} where id = ${id}`
      expect(await slugs()).toEqual([slug])
      await database.owner`delete from article where id = ${id}`
      expect(await rows()).toBe(0)
    },
  )

  test(`ends at ${MOST_SAVED}, whoever presses at the same moment; what is saved stays saved`, async () => {
    await saveMany(MOST_SAVED - 1)
    const kinds = await Promise.all(
      ['gated', 'free', 'registered'].map(async (slug) => (await save(slug)).kind),
    )
    expect(kinds.toSorted()).toEqual(['full', 'full', 'saved'])
    expect(await rows()).toBe(MOST_SAVED)
    const [{ card } = { card: { slug: '' } }] = (await list()).lines
    expect(await save(card.slug)).toEqual({ kind: 'saved', slug: card.slug })
  })

  test('may be done so often in an hour', async () => {
    const { name, points } = limits.articlesSaved
    await database.owner`
      insert into rate_limit (key, points, expire)
      values (${`${name}:${reader}`}, ${points}, ${later(new Date(), HOUR)})`
    expect(await save('free')).toMatchObject({ kind: 'limited' })
    expect(await rows()).toBe(0)
  })

  test('nothing is saved for an account that is deleted, and a reader takes their list with them', async () => {
    await save('free')
    await database.owner`update reader set deleted_at = now(), name = null where id = ${reader}`
    expect(await save('gated')).toEqual({ kind: 'no_account' })
    await database.owner`delete from reader where id = ${reader}`
    expect(await rows()).toBe(0)
  })
})
