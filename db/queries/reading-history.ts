/** Of whom it is noted what they read, and what that was. What an article is, everybody is told alike (`articlesById`). */
import { and, count, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { article, publishedArticle } from '../schema/articles.ts'
import { historyEntry, readingHistory } from '../schema/own-reading.ts'

/** Begins to note what a reader reads, from `now` on. Where it is noted already nothing changes. */
export async function beginHistory(db: AppQueryable, readerId: string, now: Date): Promise<void> {
  await db.insert(readingHistory).values({ readerId, since: now }).onConflictDoNothing()
}

/** Ends it, and forgets what was noted: a note cannot be without what this deletes. */
export async function endHistory(db: AppQueryable, readerId: string): Promise<void> {
  await db.delete(readingHistory).where(eq(readingHistory.readerId, readerId))
}

/** Whether it is noted what a reader reads. */
export async function keepsHistory(db: AppQueryable, readerId: string): Promise<boolean> {
  return (await db.$count(readingHistory, eq(readingHistory.readerId, readerId))) > 0
}

/** That somebody opened the article at this address. */
export type Opening = { readerId: string; slug: string; at: Date }

/**
 * Notes what was opened, of those alone who want it noted, and nothing from before that. Who switches it off or deletes it at this
 * moment is passed over: nobody waits for them, and nothing is noted behind their back. An address that is none's is passed over, too.
 */
export async function addHistory(db: AppQueryable, openings: Opening[]): Promise<void> {
  const noted = JSON.stringify(openings)
  await db.execute(sql`
    insert into history_entry (reader_id, article_id, read_at)
    select h.reader_id, a.id, n.at
      from jsonb_to_recordset(${noted}::jsonb) as n("readerId" uuid, slug text, at timestamptz)
      join reading_history h on h.reader_id = n."readerId" and n.at >= h.since
      join article a on a.slug = n.slug and a.status = 'published' and a.published_at <= n.at
     order by h.reader_id, a.id
       for key share of h skip locked
    on conflict (reader_id, article_id)
      do update set read_at = greatest(history_entry.read_at, excluded.read_at)`)
}

/** How many articles that are there for everybody now stand in a reader's history. */
export async function countHistory(db: AppQueryable, readerId: string): Promise<number> {
  const [counted] = await db
    .select({ shown: count() })
    .from(historyEntry)
    .innerJoin(publishedArticle, eq(publishedArticle.id, historyEntry.articleId))
    .where(eq(historyEntry.readerId, readerId))
  return counted?.shown ?? 0
}

/** A page of a reader's history, the last read first: those alone that are there for everybody now. */
export async function historyOf(
  db: AppQueryable,
  readerId: string,
  { limit, offset }: { limit: number; offset: number },
) {
  return db
    .select({ articleId: historyEntry.articleId, readAt: historyEntry.readAt })
    .from(historyEntry)
    .innerJoin(publishedArticle, eq(publishedArticle.id, historyEntry.articleId))
    .where(eq(historyEntry.readerId, readerId))
    .orderBy(desc(historyEntry.readAt), desc(historyEntry.articleId))
    .limit(limit)
    .offset(offset)
}

/** Forgets that a reader read an article. */
export async function removeFromHistory(
  db: AppQueryable,
  readerId: string,
  slug: string,
): Promise<void> {
  const named = db.select({ id: article.id }).from(article).where(eq(article.slug, slug))
  await db
    .delete(historyEntry)
    .where(and(eq(historyEntry.readerId, readerId), inArray(historyEntry.articleId, named)))
}

/** Forgets all that a reader has read by `now`, what a door has not handed over yet as well. */
export async function clearHistory(db: AppQueryable, readerId: string, now: Date): Promise<void> {
  await db.update(readingHistory).set({ since: now }).where(eq(readingHistory.readerId, readerId))
  await db.delete(historyEntry).where(eq(historyEntry.readerId, readerId))
}

/** Forgets what was read before this. */
export async function forgetOldHistory(db: AppQueryable, before: Date): Promise<void> {
  await db.delete(historyEntry).where(lt(historyEntry.readAt, before))
}

/** What a reader read, for a copy of it. Of an article that is not there now it says when, and nothing of it. */
export async function historyToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      article: publishedArticle.slug,
      headline: publishedArticle.headline,
      readAt: historyEntry.readAt,
    })
    .from(historyEntry)
    .leftJoin(publishedArticle, eq(publishedArticle.id, historyEntry.articleId))
    .where(eq(historyEntry.readerId, readerId))
    .orderBy(desc(historyEntry.readAt))
    .limit(limit)
}
