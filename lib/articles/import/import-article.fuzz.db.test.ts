import fc from 'fast-check'
import { expect } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { fuzz } from '#lib/testing/fuzz.ts'
import { llmsTxt } from '../crawlers/llms.ts'
import { newsSitemap, sitemapIndex, sitemapNamed } from '../crawlers/sitemap.ts'
import { readFeed } from '../feeds/feed.ts'
import { readArticle } from '../read.ts'
import { readSearchPage } from '../search/page.ts'
import { readSearch } from '../search/asked.ts'
import { readNewest } from '../shared-lists.ts'
import { articleData } from '../structured-data.ts'
import { type MarkedFile, markedFile, sentinel } from '../testing/marked.ts'
import { importArticle } from './import-article.ts'
import { opened } from './read-import.cases.ts'

const { siteUrl } = useTestEnvironment()
const database = useTestDatabase()

/** All rows of all that `foldline_public` may read, as text. */
async function publicRows(): Promise<string> {
  const readable = await database.owner<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'v', 'm')
       and has_any_column_privilege('foldline_public', c.oid, 'select')`
  const rows = []
  for (const { name } of readable)
    rows.push(await database.owner`select to_jsonb(t) as row from ${database.owner(name)} t`)
  return JSON.stringify(rows)
}

/** Everything that is made of the public projection for everybody. */
async function publicOutputs(slugs: string[]): Promise<string> {
  const pages = await Promise.all(slugs.map((slug) => readArticle(database, slug, 'anonymous')))
  expect(pages).not.toContain(null)
  return JSON.stringify([
    ...pages.map((page) => page && [page, articleData(page, siteUrl)]),
    await readFeed(database.public, siteUrl, null),
    await sitemapIndex(database.public, siteUrl),
    await sitemapNamed(database.public, siteUrl, 'pages'),
    await sitemapNamed(database.public, siteUrl, new Date().toISOString().slice(0, 7)),
    await newsSitemap(database.public, siteUrl, new Date()),
    await llmsTxt(database.public, siteUrl),
    await readNewest(database.public),
  ])
}

async function importAll(files: MarkedFile[]): Promise<string[]> {
  const slugs = []
  await database.owner`delete from article`
  for (const [index, { name, text }] of files.entries()) {
    const file = { name: `/desk/${index}-${name}`, bytes: new TextEncoder().encode(text) }
    const outcome = await importArticle(database.app, file, { publish: true, now: new Date() })
    if (outcome.kind === 'imported') slugs.push(outcome.saved.slug)
  }
  return slugs
}

async function searchAsAnybody(word: string): Promise<string> {
  const read = readSearch({ q: word })
  if (!read) throw new Error('A search without a page has the first.')
  const db = { public: database.public, app: database.app }
  return (await readSearchPage(db, read.asked, 'anonymous')).found.kind
}

fuzz(
  'no row, page, list, feed, sitemap, search or structured data of everybody has a word from below a marker',
  {
    values: fc.array(markedFile, { minLength: 1, maxLength: 4 }),
    kept: { 'all that was found': Object.values(opened) },
    runs: 20,
  },
  async (files) => {
    const slugs = await importAll(files)
    expect(await publicRows()).not.toMatch(sentinel)
    expect(await publicOutputs(slugs)).not.toMatch(sentinel)
    const words = files.flatMap(({ text }) => text.match(/gatedx[a-j]+z/gi) ?? [])
    for (const word of words.slice(0, 3)) expect(await searchAsAnybody(word)).toBe('nothing')
  },
)
