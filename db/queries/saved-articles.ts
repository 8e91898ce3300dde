/** Which articles readers saved. What an article is, everybody is told alike: `articlesById`, as the public login. */
import { and, count, desc, eq, inArray } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { article, publishedArticle } from '../schema/articles.ts'
import { savedArticle } from '../schema/own-reading.ts'

/** Saves an article. One that is saved already stays where it is in the list. */
export async function addSaved(
  db: AppQueryable,
  saved: { readerId: string; articleId: string; savedAt: Date },
): Promise<void> {
  await db.insert(savedArticle).values(saved).onConflictDoNothing()
}

/** Whether a reader has saved this article. */
export async function hasSaved(
  db: AppQueryable,
  readerId: string,
  articleId: string,
): Promise<boolean> {
  const found = await db.$count(
    savedArticle,
    and(eq(savedArticle.readerId, readerId), eq(savedArticle.articleId, articleId)),
  )
  return found > 0
}

/** How many a reader saved, and how many of them are there for everybody now. */
export async function countSaved(
  db: AppQueryable,
  readerId: string,
): Promise<{ all: number; shown: number }> {
  const [counted] = await db
    .select({ all: count(), shown: count(publishedArticle.id) })
    .from(savedArticle)
    .leftJoin(publishedArticle, eq(publishedArticle.id, savedArticle.articleId))
    .where(eq(savedArticle.readerId, readerId))
  return counted ?? { all: 0, shown: 0 }
}

/** A page of what a reader saved, the newest first: those alone that are there for everybody now. */
export async function savedOf(
  db: AppQueryable,
  readerId: string,
  { limit, offset }: { limit: number; offset: number },
) {
  return db
    .select({ articleId: savedArticle.articleId, savedAt: savedArticle.savedAt })
    .from(savedArticle)
    .innerJoin(publishedArticle, eq(publishedArticle.id, savedArticle.articleId))
    .where(eq(savedArticle.readerId, readerId))
    .orderBy(desc(savedArticle.savedAt), desc(savedArticle.articleId))
    .limit(limit)
    .offset(offset)
}

/** Takes an article off a reader's list; says since when it was on it, or null when it was not. */
export async function removeSaved(
  db: AppQueryable,
  readerId: string,
  slug: string,
): Promise<Date | null> {
  const named = db.select({ id: article.id }).from(article).where(eq(article.slug, slug))
  const [gone] = await db
    .delete(savedArticle)
    .where(and(eq(savedArticle.readerId, readerId), inArray(savedArticle.articleId, named)))
    .returning({ savedAt: savedArticle.savedAt })
  return gone?.savedAt ?? null
}

/** What a reader saved, for a copy of it. Of an article that is not there now it says when, and nothing of it. */
export async function savedToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      article: publishedArticle.slug,
      headline: publishedArticle.headline,
      savedAt: savedArticle.savedAt,
    })
    .from(savedArticle)
    .leftJoin(publishedArticle, eq(publishedArticle.id, savedArticle.articleId))
    .where(eq(savedArticle.readerId, readerId))
    .orderBy(desc(savedArticle.savedAt))
    .limit(limit)
}

/** Forgets everything that a reader saved. */
export async function forgetSaved(db: AppQueryable, readerId: string): Promise<void> {
  await db.delete(savedArticle).where(eq(savedArticle.readerId, readerId))
}
