/**
 * The search's own door to what stands below a marker, beside `lib/articles/gated.ts`. It takes a class of reader and decides itself, for
 * each level, whether that class may read it; what is of another level is not in the question that PostgreSQL is asked.
 */
import type { AppDatabase } from '#db/client.ts'
import {
  type Level,
  levels,
  type Match,
  matchWhole,
  type SearchFilters,
  wholeSnippets,
} from '#db/queries/search.ts'
import { decideForClass } from '#lib/access/decide.ts'
import type { ReaderClass } from '#lib/access/level.ts'

/** The levels of which a reader of this class may read whole articles. */
export function readableLevels(readerClass: ReaderClass): Level[] {
  return levels.filter((level) => decideForClass(level, readerClass).granted)
}

/** The newest whole articles that match, of those a reader of this class may read. */
export async function matchGated(
  db: AppDatabase,
  words: string,
  filters: SearchFilters,
  readerClass: ReaderClass,
): Promise<Match[]> {
  const found = await Promise.all(
    readableLevels(readerClass).map((level) => matchWhole(db, words, filters, level)),
  )
  return found.flat()
}

/** Where in these articles the words stand, of those a reader of this class may read at this moment. */
export async function snippetsOfWhole(
  db: AppDatabase,
  ids: string[],
  words: string,
  readerClass: ReaderClass,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  return wholeSnippets(db, ids, words, readableLevels(readerClass))
}
