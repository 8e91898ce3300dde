import { parseFeed } from 'feedsmith'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import type { ShelfKind } from '#db/queries/articles.ts'
import { HOUR, later } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { odd, publish, published, publishSome, said } from '../testing/publication.ts'
import { jsonFeedFaults, xmlFaults } from '../testing/validators.ts'
import { type Feed, readFeed } from './feed.ts'
import { toJsonFeed } from './json-feed.ts'
import { toRss } from './rss.ts'

useTestEnvironment()
const database = useTestDatabase()
const site = new URL('https://news.example')

beforeAll(async () => {
  await publishSome(database)
})

type Shelf = { kind: ShelfKind; slug: string }
const shelves: [string, Shelf | null, string][] = [
  ['everything', null, 'https://news.example/feed'],
  ['a section', { kind: 'section', slug: 'food' }, 'https://news.example/sections/food/feed'],
  ['a topic', { kind: 'topic', slug: 'birds' }, 'https://news.example/topics/birds/feed'],
  [
    'a region',
    { kind: 'region', slug: 'north-sea' },
    'https://news.example/regions/north-sea/feed',
  ],
  [
    'an author',
    { kind: 'author', slug: 'ada-quill' },
    'https://news.example/authors/ada-quill/feed',
  ],
]

async function feedOf(shelf: Shelf | null): Promise<Feed> {
  const feed = await readFeed(database.public, site, shelf)
  if (!feed) throw new Error('There is no such feed.')
  return feed
}

async function slugs(shelf: Shelf | null): Promise<(string | undefined)[]> {
  return (await feedOf(shelf)).items.map(({ url }) => url.split('/').at(-1))
}

describe.each(shelves)('the feed of %s', (_name, shelf, self) => {
  test('is RSS 2.0 by its grammar, and read by others as it was meant', async () => {
    const xml = toRss(await feedOf(shelf))
    expect(await xmlFaults(xml, 'rss')).toEqual([])
    const read = parseFeed(xml)
    if (read.format !== 'rss') throw new Error(read.format)
    expect(read.feed.atom?.links).toMatchObject([{ href: `${self}.xml`, rel: 'self' }])
    expect(read.feed.items?.length).toBeGreaterThan(0)
  })

  test('is JSON Feed 1.1 by its specification, and read by others as it was meant', async () => {
    const json = toJsonFeed(await feedOf(shelf))
    expect(jsonFeedFaults(json)).toEqual([])
    const read = parseFeed(json)
    if (read.format !== 'json') throw new Error(read.format)
    expect(read.feed.feed_url).toBe(`${self}.json`)
  })

  test('says what lists say: no text, and nothing that is not published', async () => {
    const feed = await feedOf(shelf)
    for (const written of [toRss(feed), toJsonFeed(feed)])
      expect(written).not.toMatch(/heron|bittern|\/articles\/draft|\/articles\/tomorrow/)
  })
})

test('both formats say the same of an article, however odd its words', async () => {
  const feed = await feedOf(null)
  const [rss, json] = [parseFeed(toRss(feed)), parseFeed(toJsonFeed(feed))]
  if (rss.format !== 'rss' || json.format !== 'json') throw new Error('not read')
  const summary = "<script>alert('x')</script> & so on"
  expect(rss.feed.lastBuildDate).toBe(later(published, -1 * HOUR).toUTCString())
  expect(rss.feed.items?.[0]).toMatchObject({
    title: odd.headline,
    link: 'https://news.example/articles/odd',
    guid: { value: 'https://news.example/articles/odd', isPermaLink: true },
    pubDate: later(published, -3 * HOUR).toUTCString(),
    categories: [{ name: 'Food' }, { name: 'Food & drink' }],
    dc: { creators: ['Ada Quill', 'Béla <b>'] },
    media: {
      contents: [
        {
          url: 'https://news.example/pictures/fish.webp',
          type: 'image/webp',
          medium: 'image',
          width: 1600,
          height: 1000,
        },
      ],
    },
  })
  expect(rss.feed.items?.[0]?.description).toContain(summary)
  expect(json.feed.items?.[0]).toMatchObject({
    id: 'https://news.example/articles/odd',
    url: 'https://news.example/articles/odd',
    title: odd.headline,
    image: 'https://news.example/pictures/fish.webp',
    date_published: later(published, -3 * HOUR).toISOString(),
    date_modified: later(published, -1 * HOUR).toISOString(),
    tags: ['Food', 'Food & drink'],
    authors: [
      { name: 'Ada Quill', url: 'https://news.example/authors/ada-quill' },
      { name: 'Béla <b>' },
    ],
  })
  expect(json.feed.items?.[0]?.content_text).toContain(summary)
})

test('the newest come first, and of a shelf its own alone', async () => {
  expect(await slugs(null)).toEqual(['odd', 'registered', 'gated', 'free'])
  expect(await slugs({ kind: 'section', slug: 'food' })).toEqual(['odd'])
  expect(await slugs({ kind: 'topic', slug: 'birds' })).toEqual(['registered', 'gated', 'free'])
})

test('the same articles make the same feed, so that whoever has it is told so', async () => {
  expect(toRss(await feedOf(null))).toBe(toRss(await feedOf(null)))
})

test('a shelf that is not there has no feed; one that is empty has an empty one', async () => {
  expect(await readFeed(database.public, site, { kind: 'topic', slug: 'none' })).toBeNull()
  await publish(database, 'nobody-knows', { status: 'draft', topics: ['Quiet'] })
  const quiet = await feedOf({ kind: 'topic', slug: 'quiet' })
  expect(await xmlFaults(toRss(quiet), 'rss')).toEqual([])
  expect(jsonFeedFaults(toJsonFeed(quiet))).toEqual([])
})

test('text that somebody may read is in the feed made for them, in both formats', async () => {
  const feed = await feedOf(null)
  const html = `<p>${said.above} &amp; <a href="https://news.example/x">x</a></p>`
  const own = { ...feed, self: null, items: feed.items.map((item) => ({ ...item, html })) }
  expect(await xmlFaults(toRss(own), 'rss')).toEqual([])
  expect(jsonFeedFaults(toJsonFeed(own))).toEqual([])
  const [rss, json] = [parseFeed(toRss(own)), parseFeed(toJsonFeed(own))]
  if (rss.format !== 'rss' || json.format !== 'json') throw new Error('not read')
  expect(rss.feed.items?.[0]?.content?.encoded).toBe(html)
  expect(json.feed.items?.[0]?.content_html).toBe(html)
})

test('the grammars bite', async () => {
  const xml = toRss(await feedOf(null))
  for (const [from, to] of [
    ['</item>', '<extra/></item>'],
    ['<link>https', '<link>ftp'],
    ['isPermaLink="true"', 'isPermaLink="yes"'],
    ['&amp;', '&'],
  ] as const)
    expect({ to, faults: await xmlFaults(xml.replace(from, to), 'rss') }).not.toEqual({
      to,
      faults: [],
    })
  const json = toJsonFeed(await feedOf(null))
  expect(jsonFeedFaults(json.replace('"title"', '"titel"'))).not.toEqual([])
  expect(jsonFeedFaults(json.replaceAll('"content_text"', '"_text"'))).not.toEqual([])
})
