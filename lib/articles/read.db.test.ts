import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { drawRegionMaps, stateAreas } from '#lib/maps/keep.ts'
import { decideForClass } from '#lib/access/decide.ts'
import type { AccessLevel, ReaderClass } from '#lib/access/level.ts'
import { DAY, HOUR, later } from '#lib/clock.ts'
import type { DraftInput } from './draft.ts'
import { readGatedPart } from './gated.ts'
import { readDirectory, readPageNumber, readRelated, readShelf } from './list.ts'
import { readArticle } from './read.ts'
import { latestBelow, readNewest } from './shared-lists.ts'
import { saveArticle } from './write.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'

useTestEnvironment()
const database = useTestDatabase()
const now = new Date()

const body = `<p>The free part names the heron.</p><!--paywall--><p>The rest names the bittern.</p>`

async function publish(slug: string, changes: Partial<DraftInput> = {}) {
  const saved = await saveArticle(
    database.app,
    {
      slug,
      headline: `Headline of ${slug}`,
      standfirst: `Standfirst of ${slug}.`,
      sourceHtml: body,
      accessLevel: 'subscriber',
      status: 'published',
      publishedAt: later(now, -1 * DAY),
      section: 'Rivers',
      topics: ['Birds'],
      regions: ['North Sea'],
      authors: ['Ada Quill'],
      ...changes,
    },
    now,
  )
  if (saved.kind === 'refused') throw new Error(JSON.stringify(saved.problems))
  return saved
}

const read = (slug: string, readerClass: ReaderClass) =>
  readArticle({ public: database.public, app: database.app }, slug, readerClass)

const note = (id: number, text: string) => `<li id="fn${id}">${text}</li>`
beforeAll(async () => {
  await publish('gated')
  await publish('registered', { accessLevel: 'registered' })
  await publish('free', { accessLevel: 'free', publishedAt: later(now, -2 * DAY) })
  await publish('draft', { status: 'draft' })
  await publish('tomorrow', { publishedAt: later(now, 1 * DAY) })
  await publish('sharp', {
    headline: 'Fish & chips <cheap> "now"',
    publishedAt: later(now, -3 * HOUR),
    topics: ['Food'],
    regions: [],
    section: 'Food',
  })
})

describe('an article', () => {
  test.each<[AccessLevel, ReaderClass, boolean]>([
    ['subscriber', 'anonymous', false],
    ['subscriber', 'registered', false],
    ['subscriber', 'subscriber', true],
    ['registered', 'anonymous', false],
    ['registered', 'registered', true],
    ['registered', 'subscriber', true],
    ['free', 'anonymous', true],
    ['free', 'registered', true],
    ['free', 'subscriber', true],
  ])('of level %s, for %s: whole is %s', async (level, readerClass, whole) => {
    const article = await read(level === 'subscriber' ? 'gated' : level, readerClass)
    expect(JSON.stringify(article).includes('bittern')).toBe(whole)
    expect(article?.continuation.kind).toBe(whole ? 'whole' : 'cut')
    expect(article?.previewHtml).toContain('heron')
  })

  test('both parts together have one list of footnotes, at the end', async () => {
    await publish('notes', {
      sourceHtml: `<p>Above<sup><a href="#fn1">1</a></sup>.</p><!--paywall--><p>Below<sup><a href="#fn2">2</a></sup>.</p><section class="footnotes"><ol>${note(1, 'First note.')}${note(2, 'Second note.')}</ol></section>`,
    })
    const cut = await read('notes', 'anonymous')
    expect(cut?.previewHtml).toContain('First note.')
    expect(JSON.stringify(cut)).not.toContain('Second note.')
    const whole = await read('notes', 'subscriber')
    expect(whole?.previewHtml).not.toContain('First note.')
    const below = whole?.continuation.kind === 'whole' ? whole.continuation.gatedHtml : null
    expect(below).toMatch(/First note\.[\s\S]*Second note\./)
  })

  test.each(['draft', 'tomorrow', 'there-is-none'])(
    '%s is not there, for anybody',
    async (slug) => {
      for (const readerClass of ['anonymous', 'registered', 'subscriber'] as const)
        expect(await read(slug, readerClass)).toBeNull()
    },
  )

  test('the one door to the gated part stays shut without a decision that grants', async () => {
    const article = await read('gated', 'anonymous')
    const refusal = decideForClass('subscriber', 'registered')
    if (!article) throw new Error('no article')
    await expect(readGatedPart(database.app, article, refusal)).rejects.toThrow(
      'access is refused: no_subscription',
    )
  })

  test('that is tightened between the decision and the reading shows nothing of its new end', async () => {
    const { id } = await publish('torn', { accessLevel: 'registered' })
    const reading = await database.owner.begin(async (tx) => {
      // Who reads the gated part waits here, having seen the article as it was.
      await tx`lock table article_gated in access exclusive mode`
      await tx`update article set access_level = 'subscriber' where id = ${id}`
      await tx`update article_gated set html = '<p>A new end.</p>' where article_id = ${id}`
      const answer = read('torn', 'registered')
      for (let waiting = 0; waiting === 0;) {
        const rows = await tx`select from pg_locks
          where relation = 'article_gated'::regclass and not granted`
        waiting = rows.length
      }
      return { answer }
    })
    const article = await reading.answer
    expect(article).toMatchObject({ accessLevel: 'subscriber', continuation: { kind: 'cut' } })
    expect(JSON.stringify(article)).not.toContain('new end')
  })
})

const paragraphOf = (words: number) => `<p>${'word '.repeat(words)}</p>`

test('an article without a picture has the map of its first region with one; every class is told how long the whole is', async () => {
  const regions = ['Nowhere', 'Iceland', 'Holland']
  const sourceHtml = `${paragraphOf(100)}<!--paywall-->${paragraphOf(1000)}`
  const serious = { text: 'It was the other lock.', weight: 'serious' as const, correctedAt: now }
  await publish('mapped', { regions, sourceHtml, corrections: [serious] })
  const picture = { src: '/pictures/x.webp', alt: 'X', width: 1600, height: 1000 }
  await publish('pictured', { regions, picture })
  expect((await read('mapped', 'anonymous'))?.map).toBeNull()
  await stateAreas(database.app, [
    { slug: 'iceland', area: { countries: ['IS'] } },
    { slug: 'holland', area: { countries: ['NL'] } },
  ])
  await drawRegionMaps(database.app)
  const article = await read('mapped', 'anonymous')
  expect(article?.map).toEqual({
    src: expect.stringMatching(/^\/maps\/[0-9a-f]{32}\.svg$/),
    alt: 'Locator map, Iceland: Iceland.',
    width: 800,
    height: 500,
    region: 'Iceland',
  })
  expect((await read('pictured', 'anonymous'))?.map).toBeNull()
  expect(article?.readingMinutes).toBe(5)
  expect((await read('mapped', 'subscriber'))?.readingMinutes).toBe(5)
  expect(article?.corrections).toEqual([serious])
})

describe('lists', () => {
  test('a shelf is paged, says what is beside it, and has no page beyond its last', async () => {
    for (let n = 0; n < 13; n++) await publish(`shelf-${n}`, { topics: ['Long topic'] })
    const first = await readShelf(database.public, 'topic', 'long-topic', 1)
    expect(first?.list).toMatchObject({ newer: null, older: 2 })
    expect(first?.list.articles).toHaveLength(12)
    expect(first).toMatchObject({ pages: 2, shelf: { count: 13 } })
    const second = await readShelf(database.public, 'topic', 'long-topic', 2)
    expect(second?.list).toMatchObject({ newer: 1, older: null })
    expect(second?.list.articles).toHaveLength(1)
    expect(await readShelf(database.public, 'topic', 'long-topic', 3)).toBeNull()
    expect(await readShelf(database.public, 'topic', 'no-such-topic', 1)).toBeNull()
  })

  test('a shelf says what its articles are filed under as well, and nothing that is not public', async () => {
    const beside = { section: 'Beside', topics: ['Shared', 'Alone'], regions: ['Here'] }
    await publish('beside-1', { ...beside, authors: ['Bo Beside'] })
    await publish('beside-2', { ...beside, topics: ['Shared'], regions: [] })
    await publish('beside-3', { ...beside, topics: ['Secret'], status: 'draft' })
    const section = await readShelf(database.public, 'section', 'beside', 1)
    expect(section?.shelf).toMatchObject({
      count: 2,
      topics: [{ slug: 'shared' }, { slug: 'alone' }],
      regions: [{ slug: 'here' }],
      author: null,
      map: null,
    })
    const topic = await readShelf(database.public, 'topic', 'shared', 1)
    expect(topic?.shelf.topics.map(({ slug }) => slug)).toEqual(['alone'])
    await database.owner`update author set role = 'Editor' where slug = 'bo-beside'`
    const author = await readShelf(database.public, 'author', 'bo-beside', 1)
    expect(author?.shelf.author).toEqual({ role: 'Editor', links: [] })
  })

  test('related articles share something, and are never the article itself', async () => {
    const article = await read('gated', 'anonymous')
    const related = await readRelated(database.public, article?.id ?? '', 3)
    expect(related).toHaveLength(3)
    expect(related.map(({ slug }) => slug)).not.toContain('gated')
    expect(related.map(({ slug }) => slug)).not.toContain('sharp')
  })

  test('of articles that share as much, the one whose words are alike comes first', async () => {
    const one = { section: 'Likeness', topics: ['Likeness'], regions: [], authors: [] }
    await publish('dredgers', { ...one, headline: 'The dredgers of the \\ harbour’s mouth' })
    await publish('bakers', { ...one, headline: 'A bakery at night' })
    await publish('dredging', {
      ...one,
      headline: 'Dredgers leave the harbour',
      publishedAt: later(now, -9 * DAY),
    })
    const article = await read('dredgers', 'anonymous')
    const related = await readRelated(database.public, article?.id ?? '', 2)
    expect(related.map(({ slug }) => slug)).toEqual(['dredging', 'bakers'])
  })

  test('the latest leave out the article they stand under', async () => {
    const latest = latestBelow(await readNewest(database.public), 'sharp')
    expect(latest).toHaveLength(6)
    expect(latest.map(({ slug }) => slug)).not.toContain('sharp')
  })

  test('the directory names shelves that have something to show', async () => {
    await publish('hidden', { status: 'draft', topics: ['Only a draft'] })
    const { topics } = await readDirectory(database.public)
    expect(topics.map(({ slug }) => slug)).toContain('birds')
    expect(topics.map(({ slug }) => slug)).not.toContain('only-a-draft')
  })

  test.each([
    [undefined, 1],
    ['1', 1],
    ['17', 17],
    ['0', null],
    ['-1', null],
    ['1.5', null],
    ['1e3', null],
    ['', null],
    ['999999', null],
    [['1', '2'], null],
  ])('page %j is %j', (typed, page) => {
    expect(readPageNumber(typed)).toBe(page)
  })
})
