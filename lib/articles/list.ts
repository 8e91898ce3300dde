import type { PublicDatabase } from '#db/client.ts'
import {
  allSections,
  articlesOnShelf,
  findShelf,
  relatedArticles,
  type ShelfKind,
  usedShelves,
} from '#db/queries/articles.ts'
import { type ArticleCard, type Shelf, toCard } from './card.ts'

/** How many articles one page of a list shows. */
export const PAGE_SIZE = 12

/** One page of a list. `older` and `newer` are the pages beside it, null at the ends. */
export type ListPage = { articles: ArticleCard[]; older: number | null; newer: number | null }

/** Articles that share topics, regions or the section with this one, those that share most first. */
export async function readRelated(
  db: PublicDatabase,
  articleId: string,
  limit: number,
): Promise<ArticleCard[]> {
  return (await relatedArticles(db, articleId, limit)).map((line) => toCard(line))
}

/** A shelf with one page of its articles. Null when there is no such shelf, or no such page of it. */
export async function readShelf(
  db: PublicDatabase,
  kind: ShelfKind,
  slug: string,
  page: number,
): Promise<{ shelf: Shelf & { description: string }; list: ListPage } | null> {
  const found = await findShelf(db, kind, slug)
  if (!found) return null
  const list = await readPage(page, (window) => articlesOnShelf(db, { kind, id: found.id }, window))
  if (page > 1 && list.articles.length === 0) return null
  return { shelf: { slug: found.slug, name: found.name, description: found.description }, list }
}

/** One page of whatever `read` reads, with one article more than is shown to know of the next page. */
export async function readPage(
  page: number,
  read: (window: { limit: number; offset: number }) => Promise<Parameters<typeof toCard>[0][]>,
): Promise<ListPage> {
  const lines = await read({ limit: PAGE_SIZE + 1, offset: (page - 1) * PAGE_SIZE })
  return {
    articles: lines.slice(0, PAGE_SIZE).map((line) => toCard(line)),
    older: lines.length > PAGE_SIZE ? page + 1 : null,
    newer: page > 1 ? page - 1 : null,
  }
}

/** Reads a page number from an address. Anything that is none, or is out of all reason, is null. */
export function readPageNumber(typed: string | string[] | undefined): number | null {
  if (typed === undefined) return 1
  if (typeof typed !== 'string' || !/^[1-9]\d{0,4}$/.test(typed)) return null
  return Number(typed)
}

/** Every way into the archive: sections in their order, topics and regions that have articles. */
export type Directory = { sections: Shelf[]; topics: Shelf[]; regions: Shelf[] }

/** Reads every way into the archive. */
export async function readDirectory(db: PublicDatabase): Promise<Directory> {
  const [sections, topics, regions] = await Promise.all([
    allSections(db),
    usedShelves(db, 'topic'),
    usedShelves(db, 'region'),
  ])
  return { sections, topics, regions }
}
