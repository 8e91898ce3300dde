import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import { latestArticles } from '#db/queries/articles.ts'
import { ownerOfPrivateFeed } from '#db/queries/private-feeds.ts'
import { readerClassOf } from '#lib/access/decide.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import { type Feed, type FeedItem, toItem } from '#lib/articles/feeds/feed.ts'
import { toFeedHtml } from '#lib/articles/feeds/feed-html.ts'
import { type ArticlePage, readArticle } from '#lib/articles/read.ts'
import { escapeXml } from '#lib/articles/xml.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { publication } from '#lib/publication.ts'

/** How many articles a private feed holds. */
const LENGTH = 20

/** As `newToken` makes them. */
const tokenShape = /^[A-Za-z0-9_-]{43}$/

type Databases = { public: PublicDatabase; app: AppDatabase }

/** What a request for a private feed comes to. `none`: nobody has such a feed, or has it no more. */
export type PrivateFeedReading =
  | { kind: 'feed'; feed: Feed }
  | { kind: 'none' }
  | { kind: 'limited'; retryAfterSeconds: number }

/**
 * Reads the private feed that this token opens. What its owner may read is looked up and decided at each request, and each
 * article is read as on its page, through the same door; so a feed whose owner may read no more holds previews, and says so.
 */
export async function readPrivateFeed(
  databases: Databases,
  token: string,
  siteUrl: URL,
  now: Date,
): Promise<PrivateFeedReading> {
  if (!tokenShape.test(token)) return { kind: 'none' }
  const hash = hashToken(token)
  const readerId = await ownerOfPrivateFeed(databases.app, hash)
  if (readerId === null) return { kind: 'none' }
  const turn = await takeTurn(databases.app, limits.privateFeedReadings, hash)
  if (turn.kind === 'limited') return turn
  const facts = await accessRowsOfReader(databases.app, readerId)
  if (facts === null) return { kind: 'none' }
  const readerClass = readerClassOf(facts, now)
  const items = await readItems(databases, readerClass, siteUrl)
  return {
    kind: 'feed',
    feed: {
      title: `${publication.name} · your feed`,
      description: `Whole articles of ${publication.name}, for you alone. Whoever has the address of this feed reads what you may read.`,
      home: siteUrl.href,
      // An address that opens something is not written where it is stored and handed on.
      self: null,
      items: readerClass === 'subscriber' ? items : [lapsedItem(siteUrl, now), ...items],
    },
  }
}

async function readItems(
  databases: Databases,
  readerClass: ReaderClass,
  siteUrl: URL,
): Promise<FeedItem[]> {
  const lines = await latestArticles(databases.public, { limit: LENGTH, offset: 0 })
  const items: FeedItem[] = []
  // One after the other: a feed has time, and the connections are there for who waits for a page.
  for (const { slug } of lines) {
    const article = await readArticle(databases, slug, readerClass)
    // Null: it was withdrawn a moment ago.
    if (article) items.push(toItem(article, siteUrl, textOf(article, siteUrl)))
  }
  return items
}

function textOf({ slug, previewHtml, continuation }: ArticlePage, siteUrl: URL): string {
  const page = new URL(`/articles/${slug}`, siteUrl).href
  const whole = continuation.kind === 'whole' ? (continuation.gatedHtml ?? '') : ''
  const end = continuation.kind === 'cut' ? `<p><a href="${escapeXml(page)}">Read on</a></p>` : ''
  return (
    toFeedHtml(previewHtml + whole + end, page) || `<p><a href="${escapeXml(page)}">Read</a></p>`
  )
}

/** What comes first for who may not read on: the same until the day is over, so that it is not new at each request. */
function lapsedItem(siteUrl: URL, now: Date): FeedItem {
  const account = new URL('/account', siteUrl).href
  const said = `These are previews: your subscription to ${publication.name} does not run. What it needs stands in your account. When it runs again, this feed has whole articles again.`
  return {
    url: account,
    title: 'This feed shows previews only',
    summary: said,
    html: `<p>${escapeXml(said)}</p><p><a href="${escapeXml(account)}">Your account</a></p>`,
    publishedAt: new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`),
    revisedAt: null,
    categories: [],
    authors: [],
    picture: null,
  }
}
