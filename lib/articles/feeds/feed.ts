import type { PublicDatabase } from '#db/client.ts'
import {
  type ArticleLine,
  articlesOnShelf,
  findShelf,
  latestArticles,
  type ShelfKind,
} from '#db/queries/articles.ts'
import { filingsOf } from '#db/queries/feeds.ts'
import { publication } from '#lib/publication.ts'
import { type Picture, type Shelf, toPicture, toSection } from '../card.ts'

/** How many articles a feed holds. */
const LENGTH = 30

/** A feed, before it is written in a format. Every address in it is whole. */
export type Feed = {
  title: string
  description: string
  /** The page that shows the same, for people. */
  home: string
  /** Where this feed is, without its ending: that is the format's. Null: nobody is told. */
  self: string | null
  items: FeedItem[]
}

/** An article in a feed, or what its reader has to be told. */
export type FeedItem = {
  url: string
  title: string
  summary: string
  /** The text, for those who may read it; null in every feed that is the same for all. */
  html: string | null
  publishedAt: Date
  revisedAt: Date | null
  categories: string[]
  authors: { name: string; url: string }[]
  picture: (Picture & { url: string }) | null
}

/**
 * The feed of a shelf, or of the whole publication: what lists say of the newest articles. No text of them: a feed is
 * kept for a moment as it was, and an article that was free may have been tightened in it. Null when there is no such shelf.
 */
export async function readFeed(
  db: PublicDatabase,
  siteUrl: URL,
  shelf: { kind: ShelfKind; slug: string } | null,
): Promise<Feed | null> {
  const found = shelf && (await findShelf(db, shelf.kind, shelf.slug))
  if (shelf && !found) return null
  const page = { limit: LENGTH, offset: 0 }
  const lines =
    shelf && found
      ? await articlesOnShelf(db, { kind: shelf.kind, id: found.id }, page)
      : await latestArticles(db, page)
  const path = shelf ? `/${shelf.kind}s/${shelf.slug}` : '/'
  const head =
    found === null
      ? { title: publication.name, description: publication.description }
      : {
          title: `${found.name} · ${publication.name}`,
          description: found.description || `${found.name} in ${publication.name}`,
        }
  return {
    ...head,
    home: new URL(path, siteUrl).href,
    self: new URL(shelf ? `${path}/feed` : '/feed', siteUrl).href,
    items: await toItems(db, lines, siteUrl),
  }
}

async function toItems(
  db: PublicDatabase,
  lines: ArticleLine[],
  siteUrl: URL,
): Promise<FeedItem[]> {
  const filings = await filingsOf(
    db,
    lines.map(({ id }) => id),
  )
  return lines.map((line) => {
    const own = filings.filter(({ articleId }) => articleId === line.id)
    const of = (kind: 'topic' | 'region' | 'author') => own.filter((one) => one.kind === kind)
    return toItem(
      {
        ...line,
        section: toSection(line),
        picture: toPicture(line),
        topics: of('topic'),
        regions: of('region'),
        authors: of('author'),
      },
      siteUrl,
    )
  })
}

/** What of an article stands in a feed. */
export type FeedArticle = {
  slug: string
  headline: string
  standfirst: string
  publishedAt: Date
  revisedAt: Date | null
  section: Shelf | null
  topics: Shelf[]
  regions: Shelf[]
  authors: Shelf[]
  picture: Picture | null
}

/** An article as an item, with this text or none. */
export function toItem(article: FeedArticle, siteUrl: URL, html: string | null = null): FeedItem {
  const at = (path: string) => new URL(path, siteUrl).href
  const { picture } = article
  return {
    url: at(`/articles/${article.slug}`),
    title: article.headline,
    summary: article.standfirst,
    html,
    publishedAt: article.publishedAt,
    revisedAt: article.revisedAt,
    categories: [
      ...(article.section ? [article.section] : []),
      ...article.topics,
      ...article.regions,
    ].map(({ name }) => name),
    authors: article.authors.map(({ name, slug }) => ({ name, url: at(`/authors/${slug}`) })),
    picture: picture && { ...picture, url: at(picture.src) },
  }
}

/** When something in a feed last changed; null when nothing is in it. */
export function changedAt({ items }: Feed): Date | null {
  const times = items.map(({ publishedAt, revisedAt }) =>
    Math.max(publishedAt.getTime(), revisedAt?.getTime() ?? 0),
  )
  return times.length === 0 ? null : new Date(Math.max(...times))
}
