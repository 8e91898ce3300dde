/** Searching articles: what may be looked at by whom, the best matches, and where in them the words stand. */
import type { AppDatabase, PublicDatabase } from '#db/client.ts'
import { articlesById } from '#db/queries/articles.ts'
import { type Match, matchPublic, publicSnippets, RANKED } from '#db/queries/search.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import { type ArticleCard, toCard } from '../card.ts'
import { PAGE_SIZE } from '../list.ts'
import { type SearchAsked, spanOf } from './asked.ts'
import { matchGated, readableLevels, snippetsOfWhole } from './gated.ts'
import { type Marked, markFound } from './marked.ts'

/** An article that was found, and the places where the words stand in it, as far as this reader may read it. */
export type SearchResult = { card: ArticleCard; excerpt: Marked[] }

/** One page of results. `total` is null when there are more than are ranked: then the newest of them are. */
export type SearchResults = {
  results: SearchResult[]
  total: number | null
  older: number | null
  newer: number | null
}

/** Where a search looks. */
export type SearchDatabases = { public: PublicDatabase; app: AppDatabase }

/**
 * One page of the articles that match, the best or the newest first. The whole article is looked at where a reader of this class
 * may read it, else what stands above its marker: nobody can probe what they may not read, neither by what is found nor by
 * how long it takes.
 */
export async function searchArticles(
  db: SearchDatabases,
  asked: SearchAsked,
  readerClass: ReaderClass,
): Promise<SearchResults> {
  const { words, section, region, author, order, page } = asked
  const filters = { section, region, author, ...spanOf(asked) }
  const [open, whole] = await Promise.all([
    matchPublic(db.public, words, filters, readableLevels(readerClass)),
    words === null ? [] : matchGated(db.app, words, filters, readerClass),
  ])
  const matches = [...open, ...whole].toSorted(
    (a, b) => (order === 'best' ? b.rank - a.rank : 0) || newestFirst(a, b),
  )
  const ranked = matches.slice(0, RANKED)
  const shown = ranked.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
  const wholeIds = new Set(whole.map(({ id }) => id))
  return {
    results: await describe(db, shown, { words, readerClass, wholeIds }),
    total: matches.length > RANKED ? null : matches.length,
    older: ranked.length > page * PAGE_SIZE ? page + 1 : null,
    newer: page > 1 ? page - 1 : null,
  }
}

const newestFirst = (a: Match, b: Match) => b.publishedAt.getTime() - a.publishedAt.getTime()

type Shown = { words: string | null; readerClass: ReaderClass; wholeIds: Set<string> }

async function describe(
  db: SearchDatabases,
  shown: Match[],
  { words, readerClass, wholeIds }: Shown,
): Promise<SearchResult[]> {
  const ids = shown.map(({ id }) => id)
  const inWhole = ids.filter((id) => wholeIds.has(id))
  const [lines, open, whole] = await Promise.all([
    articlesById(db.public, ids),
    words === null
      ? none
      : publicSnippets(
          db.public,
          ids.filter((id) => !wholeIds.has(id)),
          words,
        ),
    words === null ? none : snippetsOfWhole(db.app, inWhole, words, readerClass),
  ])
  return lines.map((line) => ({
    card: toCard(line),
    excerpt: markFound(whole.get(line.id) ?? open.get(line.id) ?? ''),
  }))
}

const none = new Map<string, string>()
