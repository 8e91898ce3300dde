/** Sitemaps (https://www.sitemaps.org/protocol.html), from the public projection: every address that search engines should know. */
import type { PublicDatabase } from '#db/client.ts'
import { articleAddresses, articleMonths, shelfAddresses } from '#db/queries/feeds.ts'
import { DAY, later } from '#lib/clock.ts'
import { publication } from '#lib/publication.ts'
import { attributesOf, element, XML_HEAD } from '../xml.ts'

/** The media type of sitemaps. */
export const XML_TYPE = 'application/xml; charset=utf-8'

/** How many addresses one sitemap holds; the protocol allows 50,000. */
const LENGTH = 45_000
/** A news sitemap holds the last two days, and at most a thousand articles. */
const NEWS = { age: 2 * DAY, length: 1000 }

const SITEMAP = 'http://www.sitemaps.org/schemas/sitemap/0.9'
const NEWS_SITEMAP = 'http://www.google.com/schemas/sitemap-news/0.9'

type Entry = { path: string; changedAt?: Date }

function entry(name: 'url' | 'sitemap', { path, changedAt }: Entry, siteUrl: URL): string {
  const where = element('loc', new URL(path, siteUrl).href)
  return `<${name}>${where}${element('lastmod', changedAt?.toISOString() ?? null)}</${name}>`
}

function document(root: string, namespaces: Record<string, string>, lines: string[]): string {
  return [XML_HEAD, `<${root}${attributesOf(namespaces)}>`, ...lines, `</${root}>`].join('\n')
}

/** The index: a sitemap of the pages that stand for themselves, and one for each month in which something was published. */
export async function sitemapIndex(db: PublicDatabase, siteUrl: URL): Promise<string> {
  const months = await articleMonths(db)
  const named = months.filter(({ month }) => monthName.test(month))
  const entries: Entry[] = named.flatMap(({ month, articles, changedAt }) =>
    Array.from({ length: Math.ceil(articles / LENGTH) }, (_, at) => ({
      path: `/sitemaps/${month}${at === 0 ? '' : `-${at + 1}`}.xml`,
      changedAt,
    })),
  )
  const all = [{ path: '/sitemaps/pages.xml', ...newest(months) }, ...entries]
  return document(
    'sitemapindex',
    { xmlns: SITEMAP },
    all.map((one) => entry('sitemap', one, siteUrl)),
  )
}

/** The sitemap of this name (`pages`, `2027-03`, `2027-03-2`), or null when there is none. */
export async function sitemapNamed(
  db: PublicDatabase,
  siteUrl: URL,
  name: string,
): Promise<string | null> {
  const entries = name === 'pages' ? await pageEntries(db) : await monthEntries(db, name)
  if (entries === null || entries.length === 0) return null
  return document(
    'urlset',
    { xmlns: SITEMAP },
    entries.map((one) => entry('url', one, siteUrl)),
  )
}

/** When whichever of these changed last did; nothing when there are none. */
function newest(changed: { changedAt: Date }[]): { changedAt?: Date } {
  if (changed.length === 0) return {}
  return { changedAt: new Date(Math.max(...changed.map((one) => one.changedAt.getTime()))) }
}

async function pageEntries(db: PublicDatabase): Promise<Entry[]> {
  const shelves = await shelfAddresses(db)
  return [
    { path: '/', ...newest(shelves) },
    { path: '/subscribe' },
    { path: '/gift' },
    ...shelves.map(({ folder, slug, changedAt }) => ({ path: `/${folder}/${slug}`, changedAt })),
  ]
}

/** A month of this millennium or the last one, and the parts after the first of a large one. */
const monthName = /^([12]\d{3}-(?:0[1-9]|1[0-2]))(?:-([2-9]|[1-9]\d))?$/

async function monthEntries(db: PublicDatabase, name: string): Promise<Entry[] | null> {
  const [matched, month, part] = monthName.exec(name) ?? []
  if (matched === undefined) return null
  const from = new Date(`${month}-01T00:00:00Z`)
  const until = new Date(from)
  until.setUTCMonth(from.getUTCMonth() + 1)
  const offset = part === undefined ? 0 : (Number(part) - 1) * LENGTH
  const articles = await articleAddresses(db, { from, until }, { limit: LENGTH, offset })
  return articles.map(({ slug, publishedAt, revisedAt }) => ({
    path: `/articles/${slug}`,
    changedAt: revisedAt !== null && revisedAt > publishedAt ? revisedAt : publishedAt,
  }))
}

/** The articles of the last two days, as news search engines ask for them. */
export async function newsSitemap(db: PublicDatabase, siteUrl: URL, now: Date): Promise<string> {
  const span = { from: later(now, -NEWS.age) }
  const articles = await articleAddresses(db, span, { limit: NEWS.length, offset: 0 })
  return document(
    'urlset',
    { xmlns: SITEMAP, 'xmlns:news': NEWS_SITEMAP },
    articles.map(({ slug, publishedAt, headline }) =>
      [
        '<url>',
        element('loc', new URL(`/articles/${slug}`, siteUrl).href),
        `<news:news><news:publication>${element('news:name', publication.name)}${element('news:language', publication.language)}</news:publication>`,
        element('news:publication_date', publishedAt.toISOString()),
        element('news:title', headline),
        '</news:news></url>',
      ].join(''),
    ),
  )
}
