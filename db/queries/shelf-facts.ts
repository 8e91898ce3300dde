/** What the page of a section, topic, region or author says beside its articles. Every query here runs as `foldline_public`. */
import { and, asc, desc, eq, inArray, ne, sql } from 'drizzle-orm'
import type { PublicDatabase } from '../client.ts'
import { author, publishedArticle, regionMap } from '../schema/articles.ts'
import { isOnShelf, joins, newestFirst, type ShelfKind, shelves } from './articles.ts'

/** What is known of whoever writes, beside what is known of every shelf. */
export async function authorFacts(db: PublicDatabase, id: string) {
  const [found] = await db
    .select({ role: author.role, links: author.links })
    .from(author)
    .where(eq(author.id, id))
  return found ?? null
}

/** How many articles stand on a shelf. */
export async function countOnShelf(
  db: PublicDatabase,
  shelf: { kind: ShelfKind; id: string },
): Promise<number> {
  return db.$count(publishedArticle, isOnShelf(shelf))
}

/** The map of a region, if it has one. */
export async function mapOfRegion(db: PublicDatabase, id: string) {
  const [found] = await db
    .select({
      hash: regionMap.hash,
      alt: regionMap.alt,
      width: regionMap.width,
      height: regionMap.height,
    })
    .from(regionMap)
    .where(eq(regionMap.regionId, id))
  return found ?? null
}

/** So many of the newest articles of a shelf say what it has to do with. */
const LOOKED_AT = 200

/** The topics or regions under which the newest articles of a shelf are filed as well, the most frequent first. */
export async function shelvesBeside(
  db: PublicDatabase,
  shelf: { kind: ShelfKind; id: string },
  kind: 'topic' | 'region',
  limit: number,
): Promise<{ slug: string; name: string }[]> {
  const [table, join] = [shelves[kind], joins[kind]]
  const newestIds = db
    .select({ id: publishedArticle.id })
    .from(publishedArticle)
    .where(isOnShelf(shelf))
    .orderBy(...newestFirst)
    .limit(LOOKED_AT)
  return db
    .select({ slug: table.slug, name: table.name })
    .from(join)
    .innerJoin(table, eq(table.id, join.shelfId))
    .where(
      and(
        inArray(join.articleId, newestIds),
        shelf.kind === kind ? ne(table.id, shelf.id) : undefined,
      ),
    )
    .groupBy(table.id)
    .orderBy(desc(sql`count(*)`), asc(table.name))
    .limit(limit)
}
