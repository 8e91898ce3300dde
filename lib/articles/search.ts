import type { PublicDatabase } from '#db/client.ts'
import { searchArticles } from '#db/queries/articles.ts'
import { type ListPage, readPage } from './list.ts'

/** Longer queries are cut: nobody types them, and they cost the database. */
const LONGEST = 200

/** What was typed, as it is searched for; null when it holds nothing to search for. */
export function readQuery(typed: string | string[] | undefined): string | null {
  if (typeof typed !== 'string') return null
  const query = typed
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
  return query === '' ? null : query
}

/**
 * One page of the articles whose public text matches, the best first. What stands below a marker is
 * not looked at, so no query can probe it: the database login of this search cannot read it.
 */
export async function searchPublicText(
  db: PublicDatabase,
  query: string,
  page: number,
): Promise<ListPage> {
  return readPage(page, (window) => searchArticles(db, query, window))
}
