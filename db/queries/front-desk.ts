/** The front page as staff order it. */
import { and, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { AppQueryable, AppTransaction, PublicDatabase } from '../client.ts'
import { article, publishedArticle } from '../schema/articles.ts'
import { frontContainer, frontEdition, frontPin } from '../schema/front.ts'

/** How often the front page was changed, and when last. */
export type FrontEdition = { number: number; changedAt: Date | null }

const edition = { number: frontEdition.number, changedAt: frontEdition.changedAt }

/** How often the front page was changed, and when last. */
export async function readFrontEdition(db: AppQueryable): Promise<FrontEdition> {
  return theRow(await db.select(edition).from(frontEdition))
}

/** The same, held until the transaction ends: whoever wants to change the front page meanwhile waits. */
export async function holdFrontEdition(tx: AppTransaction): Promise<FrontEdition> {
  return theRow(await tx.select(edition).from(frontEdition).for('update'))
}

function theRow([row]: FrontEdition[]): FrontEdition {
  if (!row) throw new Error('The row of the edition is gone.')
  return row
}

/** Counts a change of the front page. */
export async function countFrontEdition(tx: AppTransaction, now: Date): Promise<void> {
  await tx.update(frontEdition).set({ number: sql`${frontEdition.number} + 1`, changedAt: now })
}

type NewContainer = typeof frontContainer.$inferInsert
type NewPin = typeof frontPin.$inferInsert

/** Puts these containers and pins in the place of all that are there. None: the front page is automatic. */
export async function replaceFront(
  tx: AppTransaction,
  containers: NewContainer[],
  pins: NewPin[],
): Promise<void> {
  await tx.delete(frontContainer)
  if (containers.length > 0) await tx.insert(frontContainer).values(containers)
  if (pins.length > 0) await tx.insert(frontPin).values(pins)
}

const named = { id: article.id, slug: article.slug, headline: article.headline }

/** What staff call these articles, and their status, whether they are public or not. */
export async function articlesForStaff(db: AppQueryable, ids: string[]) {
  return ids.length === 0
    ? []
    : db
        .select({ ...named, status: article.status })
        .from(article)
        .where(inArray(article.id, ids))
}

const published = {
  id: publishedArticle.id,
  slug: publishedArticle.slug,
  headline: publishedArticle.headline,
  publishedAt: publishedArticle.publishedAt,
}

/** A public article by its id or its name in addresses, or null. */
export async function findPublished(
  db: AppQueryable | PublicDatabase,
  by: { id: string } | { slug: string },
) {
  const [found] = await db
    .select(published)
    .from(publishedArticle)
    .where('id' in by ? eq(publishedArticle.id, by.id) : eq(publishedArticle.slug, by.slug))
  return found ?? null
}

/** Public articles whose headline or name in addresses holds each of these words, the newest first. */
export async function publishedWith(db: PublicDatabase, words: string[], limit: number) {
  return db
    .select(published)
    .from(publishedArticle)
    .where(and(...words.map((word) => holds(word))))
    .orderBy(desc(publishedArticle.publishedAt), desc(publishedArticle.id))
    .limit(limit)
}

function holds(word: string): SQL | undefined {
  const like = `%${word.replaceAll(/[\\%_]/g, (one) => `\\${one}`)}%`
  return or(
    sql`${publishedArticle.headline} ilike ${like}`,
    sql`${publishedArticle.slug} ilike ${like}`,
  )
}
