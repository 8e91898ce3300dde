/** Everything the page of a search shows. */
import { hasWords, type NamedShelf, searchShelves } from '#db/queries/search.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import type { Shelf } from '../card.ts'
import { isAsked, type SearchAsked } from './asked.ts'
import { searchArticles, type SearchDatabases, type SearchResults } from './search.ts'
import { shelvesCalled, suggestInstead, type Suggestions } from './suggest.ts'

export type { NamedShelf }

/** What a search can be narrowed down by. */
export type SearchShelves = { sections: Shelf[]; regions: Shelf[]; authors: Shelf[] }

/** What a search came to. `suggestions` is null where there were no words to be mistaken in. */
export type SearchFound =
  | { kind: 'results'; results: SearchResults }
  | { kind: 'nothing'; suggestions: Suggestions | null }
  | { kind: 'only common words' }

/** The page of a search: what was found, and pages that are called like what was typed. */
export type SearchPage = { shelves: SearchShelves; found: SearchFound; called: NamedShelf[] }

/** Reads the page of a search, as a reader of this class may see it. */
export async function readSearchPage(
  db: SearchDatabases,
  asked: SearchAsked,
  readerClass: ReaderClass,
): Promise<SearchPage> {
  const { words } = asked
  const [shelves, called, found] = await Promise.all([
    searchShelves(db.public),
    words === null || asked.page > 1 ? [] : shelvesCalled(db.public, words),
    find(db, asked, readerClass),
  ])
  return { shelves, called, found }
}

async function find(
  db: SearchDatabases,
  asked: SearchAsked,
  readerClass: ReaderClass,
): Promise<SearchFound> {
  const { words } = asked
  if (!isAsked(asked)) return { kind: 'nothing', suggestions: null }
  if (words !== null && !(await hasWords(db.public, words))) return { kind: 'only common words' }
  const results = await searchArticles(db, asked, readerClass)
  if (results.results.length > 0) return { kind: 'results', results }
  const suggestions =
    words === null || asked.page > 1 ? null : await suggestInstead(db.public, words)
  return { kind: 'nothing', suggestions }
}
