/** Feeds and sitemaps, as text. All from the public projection: they cannot hold what is gated. */
import type { PublicDatabase } from '#db/client.ts'
import { articleAddresses, latestArticles } from '#db/queries/articles.ts'
import { DAY, later } from '#lib/clock.ts'
import { publication } from '#lib/publication.ts'
import { type ArticleCard, toCard } from './card.ts'
import { readDirectory } from './list.ts'

/** How many articles the feed holds; how many addresses a sitemap may hold by its protocol. */
const FEED_LENGTH = 30
const SITEMAP_LENGTH = 45_000
/** A news sitemap holds the last two days, and at most a thousand articles. */
const NEWS = { age: 2 * DAY, length: 1000 }

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as it stands in XML. Control characters, which XML cannot hold, are left out. */
export function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what XML 1.0 has no way to write
  const legal = text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
  return legal.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '')
}

/** An element with text in it; left out when there is none. */
function element(name: string, text: string | null): string {
  return text === null ? '' : `<${name}>${escapeXml(text)}</${name}>`
}

/** The feed (RSS 2.0): headline, standfirst and address of the newest articles. */
export async function feedXml(db: PublicDatabase, siteUrl: URL): Promise<string> {
  const cards = (await latestArticles(db, { limit: FEED_LENGTH, offset: 0 })).map((line) =>
    toCard(line),
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>',
    element('title', publication.name),
    element('link', siteUrl.href),
    element('description', publication.description),
    element('language', publication.language),
    `<atom:link href="${escapeXml(new URL('/feed.xml', siteUrl).href)}" rel="self" type="application/rss+xml"/>`,
    ...cards.map((card) => feedItem(card, siteUrl)),
    '</channel></rss>',
  ].join('\n')
}

function feedItem(card: ArticleCard, siteUrl: URL): string {
  const address = new URL(`/articles/${card.slug}`, siteUrl).href
  return [
    '<item>',
    element('title', card.headline),
    element('link', address),
    `<guid isPermaLink="true">${escapeXml(address)}</guid>`,
    element('description', card.standfirst),
    element('pubDate', card.publishedAt.toUTCString()),
    element('category', card.section?.name ?? null),
    ...card.authors.map((name) => element('dc:creator', name)),
    '</item>',
  ].join('')
}

/** Every address that search engines should know: articles, shelves, the front page. */
export async function sitemapXml(db: PublicDatabase, siteUrl: URL): Promise<string> {
  const [articles, { sections, topics, regions }] = await Promise.all([
    articleAddresses(db, { limit: SITEMAP_LENGTH, offset: 0 }),
    readDirectory(db),
  ])
  const at = (path: string, changed?: Date) =>
    `<url>${element('loc', new URL(path, siteUrl).href)}${element('lastmod', changed?.toISOString() ?? null)}</url>`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    at('/', articles[0]?.publishedAt),
    at('/subscribe'),
    ...sections.map(({ slug }) => at(`/sections/${slug}`)),
    ...topics.map(({ slug }) => at(`/topics/${slug}`)),
    ...regions.map(({ slug }) => at(`/regions/${slug}`)),
    ...articles.map((one) => at(`/articles/${one.slug}`, one.revisedAt ?? one.publishedAt)),
    '</urlset>',
  ].join('\n')
}

/** The articles of the last two days, as news search engines ask for them. */
export async function newsSitemapXml(db: PublicDatabase, siteUrl: URL, now: Date): Promise<string> {
  const articles = await articleAddresses(db, {
    limit: NEWS.length,
    offset: 0,
    since: later(now, -NEWS.age),
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">',
    ...articles.map((one) =>
      [
        '<url>',
        element('loc', new URL(`/articles/${one.slug}`, siteUrl).href),
        `<news:news><news:publication>${element('news:name', publication.name)}${element('news:language', publication.language)}</news:publication>`,
        element('news:publication_date', one.publishedAt.toISOString()),
        element('news:title', one.headline),
        '</news:news></url>',
      ].join(''),
    ),
    '</urlset>',
  ].join('\n')
}
