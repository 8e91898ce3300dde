import { Readable } from 'node:stream'
import { parseSitemap, parseSitemapIndex } from 'sitemap'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, HOUR, later } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { odd, publish, published, publishSome } from '../testing/publication.ts'
import { xmlFaults } from '../testing/validators.ts'
import { llmsTxt } from './llms.ts'
import { newsSitemap, sitemapIndex, sitemapNamed } from './sitemap.ts'

useTestEnvironment()
const database = useTestDatabase()
const site = new URL('https://news.example')
const old = new Date('2019-12-31T23:59:59Z')

beforeAll(async () => {
  await publishSome(database)
  await publish(database, 'last-of-the-year', { publishedAt: old, topics: ['Years'] })
  await publish(database, 'first-of-the-year', {
    publishedAt: new Date('2020-01-01T00:00:00Z'),
    revisedAt: new Date('2021-05-06T07:08:09Z'),
    topics: ['Years'],
  })
  await publish(database, 'from-elsewhere', {
    publishedAt: old,
    source: { name: 'Elsewhere', url: 'https://elsewhere.example/a' },
  })
})

const index = async () => sitemapIndex(database.public, site)
const named = async (name: string) => (await sitemapNamed(database.public, site, name)) ?? ''
const addressesIn = async (xml: string) =>
  (await parseSitemap(Readable.from(xml))).map(({ url }) => url.replace(site.href, '/'))

describe('the sitemap', () => {
  test('has an index of months, each of which is there and says when it last changed', async () => {
    const xml = await index()
    expect(await xmlFaults(xml, 'siteIndex')).toEqual([])
    const listed = await parseSitemapIndex(Readable.from(xml))
    expect(listed.map(({ url }) => url)).toEqual(
      expect.arrayContaining([
        'https://news.example/sitemaps/pages.xml',
        'https://news.example/sitemaps/2019-12.xml',
        'https://news.example/sitemaps/2020-01.xml',
      ]),
    )
    const lastmod = new Map(listed.map((one) => [one.url, 'lastmod' in one ? one.lastmod : null]))
    expect(lastmod.get('https://news.example/sitemaps/2020-01.xml')).toBe(
      '2021-05-06T07:08:09.000Z',
    )
    for (const { url } of listed) {
      const sitemap = await named(url.replace(/^.*\/|\.xml$/g, ''))
      expect({ url, faults: await xmlFaults(sitemap, 'sitemap') }).toEqual({ url, faults: [] })
    }
  })

  test('of a month holds what was published in it, to the second, and when that changed', async () => {
    expect(await addressesIn(await named('2019-12'))).toEqual(['/articles/last-of-the-year'])
    const january = await named('2020-01')
    expect(await addressesIn(january)).toEqual(['/articles/first-of-the-year'])
    expect(january).toContain('<lastmod>2021-05-06T07:08:09.000Z</lastmod>')
  })

  test('of pages holds the shelves that have something to show, and when that changed', async () => {
    await publish(database, 'shelved', { status: 'draft', topics: ['Only a draft'] })
    const pages = await named('pages')
    const addresses = await addressesIn(pages)
    expect(addresses).toEqual(
      expect.arrayContaining([
        '/',
        '/subscribe',
        '/sections/rivers',
        '/topics/birds',
        '/regions/north-sea',
        '/authors/ada-quill',
      ]),
    )
    expect(addresses).not.toContain('/topics/only-a-draft')
    expect(pages).toContain(
      '<url><loc>https://news.example/topics/years</loc><lastmod>2021-05-06T07:08:09.000Z</lastmod></url>',
    )
  })

  test('names nothing that is not published, or whose canonical address is elsewhere', async () => {
    const all = [
      await index(),
      await named('pages'),
      await newsSitemap(database.public, site, published),
    ]
    const months = (await index()).match(/\d{4}-\d\d(?=\.xml)/g) ?? []
    for (const month of months) all.push(await named(month))
    expect(all.join('')).toContain('/articles/odd')
    expect(all.join('')).not.toMatch(/bittern|heron|\/draft|\/tomorrow|elsewhere/)
  })

  test.each([
    '2019-11',
    '2019-13',
    '2019-12-2',
    '2019-12-1',
    '0000-01',
    'page',
    '',
    '9999-12',
    '2999-12',
  ])('named %j is not there', async (name) => {
    expect(await sitemapNamed(database.public, site, name)).toBeNull()
  })

  test('of a month with more than one can hold is divided, and nothing is left out or twice in it', async () => {
    await database.owner`
      insert into article (slug, headline, standfirst, preview_html, preview_text, excerpt, preview_words,
                           access_level, has_gated_part, status, published_at)
      select 'many-' || n, 'Many', '', '', '', '', 0, 'free', false, 'published', '2018-06-05T04:03:02Z'
        from generate_series(1, 45001) n`
    const parts = (await index()).match(/2018-06[-\d]*(?=\.xml)/g)
    expect(parts).toEqual(['2018-06', '2018-06-2'])
    const addresses = []
    for (const part of parts ?? [])
      addresses.push(...((await named(part)).match(/(?<=<loc>)[^<]+/g) ?? []))
    expect(addresses).toHaveLength(45_001)
    expect(new Set(addresses).size).toBe(45_001)
  })
})

describe('the news sitemap', () => {
  test('is what Google documents, and holds two days', async () => {
    await publish(database, 'old-news', { publishedAt: later(published, -2 * DAY - HOUR) })
    const xml = await newsSitemap(database.public, site, published)
    expect(await xmlFaults(xml, 'newsSitemap')).toEqual([])
    const items = await parseSitemap(Readable.from(xml))
    expect(items.map(({ url }) => url.split('/').at(-1))).toEqual([
      'odd',
      'registered',
      'gated',
      'free',
    ])
    expect(items[0]?.news).toMatchObject({
      title: odd.headline,
      publication_date: later(published, -3 * HOUR).toISOString(),
      publication: { name: 'The Leadline', language: 'en' },
    })
  })

  test('is one without anything in it when nothing is new', async () => {
    const xml = await newsSitemap(database.public, site, later(published, 30 * DAY))
    expect(await xmlFaults(xml, 'newsSitemap')).toEqual([])
    expect(xml).not.toContain('<url>')
  })
})

test('llms.txt names what is free and what is cut, and no word of it is Markdown', async () => {
  const text = await llmsTxt(database.public, site)
  const [, free = '', cut = ''] =
    /## Free to read([\s\S]*?)## Previews([\s\S]*?)## Sections/.exec(text) ?? []
  expect(free).toContain('[Headline of free](https://news.example/articles/free)')
  expect(free).not.toContain('/articles/gated')
  expect(cut).toContain(
    '[Headline of gated](https://news.example/articles/gated): Standfirst of gated.',
  )
  expect(cut).toContain(
    String.raw`- [Fish \& chips \<cheap\> "now" \]\]\> 🐟 \[a\](b) \`c\` \# \| \*d\*](https://news.example/articles/odd): \<script\>`,
  )
  expect(text).not.toMatch(/heron|bittern|draft|tomorrow/)
})
