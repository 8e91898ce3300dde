import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import { DAY, later } from '#lib/clock.ts'
import type { DraftInput } from '../draft.ts'
import { saveArticle } from '../write.ts'
import { readSearch } from './asked.ts'
import { readSearchPage, type SearchPage } from './page.ts'

const database = useTestDatabase()
const now = new Date()
const classes: ReaderClass[] = ['anonymous', 'registered', 'subscriber']

async function publish(slug: string, changes: Partial<DraftInput> = {}) {
  const saved = await saveArticle(
    database.app,
    {
      slug,
      headline: `About ${slug}`,
      standfirst: 'Of the marsh.',
      sourceHtml:
        '<p>A heron stands above the marker.</p><!--paywall--><p>The hidden bittern booms at dusk.</p>',
      accessLevel: 'subscriber',
      status: 'published',
      publishedAt: later(now, -1 * DAY),
      section: 'Rivers',
      topics: [],
      regions: ['North Sea'],
      authors: ['Ada Quill'],
      ...changes,
    },
    now,
  )
  if (saved.kind === 'refused') throw new Error(JSON.stringify(saved.problems))
}

async function search(
  query: Record<string, string>,
  readerClass: ReaderClass = 'anonymous',
): Promise<SearchPage> {
  const read = readSearch(query)
  if (!read) throw new Error('no such page')
  const db = { public: database.public, app: database.app }
  return readSearchPage(db, read.asked, readerClass)
}

async function slugs(query: Record<string, string>, readerClass: ReaderClass = 'anonymous') {
  const { found } = await search(query, readerClass)
  return found.kind === 'results' ? found.results.results.map(({ card }) => card.slug) : []
}

const changeMoving = async (changes: Record<string, string>) =>
  database.owner`update article set ${database.owner(changes)} where slug = 'moving'`

const dayBefore = (days: number) =>
  later(now, -days * DAY)
    .toISOString()
    .slice(0, 10)

beforeAll(async () => {
  await publish('reeds')
  await publish('locks', { accessLevel: 'registered', publishedAt: later(now, -2 * DAY) })
  await publish('weirs', { accessLevel: 'free', publishedAt: later(now, -3 * DAY) })
  await publish('demurrage', {
    headline: 'What a day of demurrage costs',
    sourceHtml:
      '<p>Ships wait &amp; <b>pay</b> for the quay.</p><!--paywall--><p>Rates of the quay.</p>',
    section: 'Ports',
    regions: ['West Africa'],
    authors: ['Bo Stern'],
    publishedAt: later(now, -40 * DAY),
  })
  await publish('draft', {
    status: 'draft',
    headline: 'A bittern that is a draft',
    regions: ['Lofoten'],
    authors: ['Zoltan Hidden'],
    topics: ['Secrets'],
  })
})

describe('what stands below a marker', () => {
  test.each<[ReaderClass, string[]]>([
    ['anonymous', ['weirs']],
    ['registered', ['locks', 'weirs']],
    ['subscriber', ['reeds', 'locks', 'weirs']],
  ])('is found by %s where they may read it', async (readerClass, expected) => {
    expect(await slugs({ q: 'bittern', order: 'newest' }, readerClass)).toEqual(expected)
    // Words of both sides of the marker are words of one article.
    expect(await slugs({ q: 'heron bittern', order: 'newest' }, readerClass)).toEqual(expected)
    expect(await slugs({ q: '"above the marker" -bittern' }, readerClass)).toEqual(
      ['reeds', 'locks', 'weirs'].filter((slug) => !expected.includes(slug)),
    )
  })

  test('is shown around the words to nobody else', async () => {
    for (const readerClass of classes) {
      const { found } = await search({ q: 'heron' }, readerClass)
      if (found.kind !== 'results') throw new Error('A heron stands in each of them.')
      const said = found.results.results.map(({ card, excerpt }) => [
        card.slug,
        excerpt
          .map(({ text }) => text)
          .join('')
          .includes('bittern'),
      ])
      expect(Object.fromEntries(said)).toEqual({
        reeds: readerClass === 'subscriber',
        locks: readerClass !== 'anonymous',
        weirs: true,
      })
      expect(found.results.results[0]?.excerpt).toContainEqual({ text: 'heron', found: true })
    }
  })

  test('is found under the level that the article has now, and with the headline it has now', async () => {
    await publish('moving', { sourceHtml: '<p>Above.</p><!--paywall--><p>A godwit.</p>' })
    expect(await slugs({ q: 'godwit' }, 'registered')).toEqual([])
    await changeMoving({ access_level: 'registered', headline: 'Sandpipers' })
    expect(await slugs({ q: 'godwit' }, 'registered')).toEqual(['moving'])
    expect(await slugs({ q: 'sandpipers godwit' }, 'registered')).toEqual(['moving'])
    expect(await slugs({ q: 'godwit' })).toEqual([])
    await changeMoving({ access_level: 'subscriber' })
    expect(await slugs({ q: 'godwit' }, 'registered')).toEqual([])
    await changeMoving({ status: 'withdrawn' })
    expect(await slugs({ q: 'godwit' }, 'subscriber')).toEqual([])
    await changeMoving({ status: 'published' })
    expect(await slugs({ q: 'godwit' }, 'subscriber')).toEqual(['moving'])
    expect(await slugs({ q: '"godwit" -bittern' }, 'subscriber')).toEqual(['moving'])
    await changeMoving({ published_at: later(now, DAY).toISOString() })
    expect(await slugs({ q: 'godwit' }, 'subscriber')).toEqual([])
  })
})

test('headlines are found by everybody, drafts by nobody', async () => {
  for (const readerClass of classes) {
    expect(await slugs({ q: 'demurrage' }, readerClass)).toEqual(['demurrage'])
    expect(await slugs({ q: 'draft' }, readerClass)).toEqual([])
  }
})

test('who writes what is not public yet is named nowhere, nor where it is filed', async () => {
  for (const q of ['Zoltan Hidden', 'Lofoten', 'Secrets']) {
    const page = await search({ q })
    expect(JSON.stringify(page)).not.toMatch(/zoltan|lofoten|secrets/i)
  }
})

test('what stands in an article is text: nothing of it is markup, and no mark but ours is one', async () => {
  const { found } = await search({ q: 'pay' })
  expect(found.kind === 'results' && found.results.results[0]?.excerpt).toEqual([
    { text: 'Ships wait & ', found: false },
    { text: 'pay', found: true },
    { text: ' for the quay', found: false },
  ])
})

test('is narrowed down by section, region, author and days, with words and without', async () => {
  const narrowed: Record<string, string>[] = [
    { section: 'ports' },
    { region: 'west-africa' },
    { author: 'bo-stern' },
    { to: dayBefore(10) },
    { q: 'marsh', section: 'ports' },
  ]
  for (const query of narrowed)
    expect({ query, found: await slugs(query) }).toEqual({ query, found: ['demurrage'] })
  expect(await slugs({ from: dayBefore(10), section: 'rivers' })).toHaveLength(3)
  expect(await slugs({ q: 'quay', section: 'rivers' }, 'subscriber')).toEqual([])
  expect(await slugs({ section: 'no-such-section' })).toEqual([])
})

describe('who finds nothing', () => {
  test('is told what they may have meant, from what everybody may see', async () => {
    const { found } = await search({ q: 'demurage' })
    expect(found).toMatchObject({
      kind: 'nothing',
      suggestions: { instead: 'demurrage', articles: [{ slug: 'demurrage' }] },
    })
    for (const readerClass of classes) {
      const hidden = await search({ q: 'biterns' }, readerClass)
      expect(hidden.found).toEqual({
        kind: 'nothing',
        suggestions: { instead: null, articles: [] },
      })
    }
  })

  test('is led to what is called like that', async () => {
    expect((await search({ q: 'West Afrika' })).called).toEqual([
      { kind: 'regions', slug: 'west-africa', name: 'West Africa' },
    ])
  })

  test('is told that words of every article are none', async () => {
    for (const q of ['the', 'and of', '- "', '!!!'])
      expect((await search({ q })).found.kind).toBe('only common words')
  })
})

test.each([
  '"',
  "'",
  '((',
  '&|',
  ':*',
  String.raw`\\`,
  '%',
  'a'.repeat(200),
  '😀',
  'OR',
  '\uE000x',
])('takes %j for words and does not fail', async (q) => {
  for (const readerClass of classes)
    expect(['results', 'nothing', 'only common words']).toContain(
      (await search({ q }, readerClass)).found.kind,
    )
})
