/** What is asked about an address at which no article stands. */
import { and, desc, eq, lte, sql } from 'drizzle-orm'
import type { AppQueryable, PublicDatabase } from '../client.ts'
import { article, publishedArticle } from '../schema/articles.ts'

/** A published article whose address is like another. */
export type NearArticle = { slug: string; headline: string; standfirst: string }

/** The published articles whose addresses share most parts of words with this one, the nearest first. */
export async function articlesNear(
  db: PublicDatabase,
  slug: string,
  limit: number,
): Promise<NearArticle[]> {
  return db
    .select({
      slug: publishedArticle.slug,
      headline: publishedArticle.headline,
      standfirst: publishedArticle.standfirst,
    })
    .from(publishedArticle)
    .where(sql`${publishedArticle.slug} % ${slug}`)
    .orderBy(
      desc(sql`similarity(${publishedArticle.slug}, ${slug})`),
      desc(publishedArticle.publishedAt),
    )
    .limit(limit)
}

/** Whether an article stood at this address, for everybody to see, and was withdrawn. */
export async function isWithdrawnArticle(
  db: AppQueryable,
  slug: string,
  now: Date,
): Promise<boolean> {
  const [found] = await db
    .select({ id: article.id })
    .from(article)
    .where(
      and(eq(article.slug, slug), eq(article.status, 'withdrawn'), lte(article.publishedAt, now)),
    )
  return found !== undefined
}
