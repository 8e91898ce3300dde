import type { PublicDatabase } from '#db/client.ts'
import {
  allSections,
  articlesOnShelf,
  findShelf,
  relatedArticles,
  type ShelfKind,
  usedShelves,
} from '#db/queries/articles.ts'
import { authorFacts, countOnShelf, mapOfRegion, shelvesBeside } from '#db/queries/shelf-facts.ts'
import { mapAddress } from '#lib/maps/address.ts'
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

/** What a page of a shelf says of it beside its articles. */
export type ShelfFacts = Shelf & {
  description: string
  /** How many articles stand on it. */
  count: number
  /** What its newest articles are filed under as well. */
  topics: Shelf[]
  regions: Shelf[]
  /** Of whoever writes. */
  author: { role: string; links: { name: string; address: string }[] } | null
  /** Where a region is. */
  map: { src: string; alt: string; width: number; height: number } | null
}

/** So many topics and regions are named beside a shelf. */
const BESIDE = 6

/** A shelf with one page of its articles, and how many pages there are. Null when there is no such shelf, or no such page of it. */
export async function readShelf(
  db: PublicDatabase,
  kind: ShelfKind,
  slug: string,
  page: number,
): Promise<{ shelf: ShelfFacts; list: ListPage; pages: number } | null> {
  const found = await findShelf(db, kind, slug)
  if (!found) return null
  const shelf = { kind, id: found.id }
  const count = await countOnShelf(db, shelf)
  const pages = Math.max(1, Math.ceil(count / PAGE_SIZE))
  if (page > pages) return null
  const [list, topics, regions, author, map] = await Promise.all([
    readPage(page, (window) => articlesOnShelf(db, shelf, window)),
    shelvesBeside(db, shelf, 'topic', BESIDE),
    shelvesBeside(db, shelf, 'region', BESIDE),
    kind === 'author' ? authorFacts(db, found.id) : null,
    kind === 'region' ? mapOfRegion(db, found.id) : null,
  ])
  const { name, description } = found
  const drawn = map ? { ...map, src: mapAddress(map.hash) } : null
  return {
    shelf: { slug: found.slug, name, description, count, topics, regions, author, map: drawn },
    list,
    pages,
  }
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
