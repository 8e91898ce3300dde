/** Share cards: which are to be printed, keeping them, and the file at an address. */
import { and, desc, eq, isNull, ne, type SQL, sql } from 'drizzle-orm'
import type { AppQueryable, AppTransaction, PublicDatabase } from '../client.ts'
import { article, articleAuthor, author, section } from '../schema/articles.ts'
import { publishedShareCard, shareCard, shareCardDue } from '../schema/share-cards.ts'

/** Of so many articles that have the same words at most is said that a card is theirs: more are only counted as very many. */
const MOST_SLUGS = 50

/** The file of a card, and the articles that it is of; null when nothing public has it. */
export async function cardFile(
  db: PublicDatabase,
  hash: string,
): Promise<{ png: Buffer; slugs: string[] } | null> {
  const rows = await db
    .select({ png: publishedShareCard.png, slug: publishedShareCard.slug })
    .from(publishedShareCard)
    .where(eq(publishedShareCard.hash, hash))
    .limit(MOST_SLUGS)
  const [first] = rows
  return first ? { png: first.png, slugs: rows.flatMap(({ slug }) => slug ?? []) } : null
}

const words = {
  articleId: article.id,
  headline: article.headline,
  section: section.name,
  authors: sql<
    string[]
  >`array(select a.name from ${articleAuthor} aa join ${author} a on a.id = aa.author_id
    where aa.article_id = ${article.id} order by aa.position)`.as('authors'),
}

const isPublic = and(eq(article.status, 'published'), sql`${article.publishedAt} <= now()`)

/** An article whose card is due, with the words that stand on it. */
export type DueCard = Awaited<ReturnType<typeof dueCards>>[number]

/** Articles that are public and whose card is due, the last added first. */
export async function dueCards(db: AppQueryable, limit: number) {
  return db
    .select(words)
    .from(shareCardDue)
    .innerJoin(article, eq(article.id, shareCardDue.articleId))
    .leftJoin(section, eq(section.id, article.sectionId))
    .where(isPublic)
    .orderBy(desc(shareCardDue.articleId))
    .limit(limit)
}

/** Whether any card is due of an article that is public. */
export async function isAnyCardDue(db: AppQueryable): Promise<boolean> {
  return (await dueCards(db, 1)).length > 0
}

/** Lets one transaction at a time print cards; false while another does. */
export async function isPrintingAlone(tx: AppTransaction): Promise<boolean> {
  const [row] = await tx.execute<{ alone: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('foldline share cards', 0)) as alone`,
  )
  return row?.alone === true
}

/** What is kept of a card beside whose it is. */
export type NewCard = Pick<typeof shareCard.$inferInsert, 'hash' | 'look' | 'png'>

/**
 * Keeps the card of an article whose words are still those that were printed; null: there is none to keep. One whose words have
 * changed, or that somebody is writing just now, stays due.
 */
export async function settleCard(
  tx: AppTransaction,
  printed: DueCard,
  card: NewCard | null,
): Promise<void> {
  const { articleId } = printed
  // Whoever writes several articles may hold one and want another: nobody waits for us, and we for nobody.
  const [free] = await tx
    .select({ id: article.id })
    .from(article)
    .where(and(eq(article.id, articleId), isPublic))
    .for('share', { skipLocked: true })
  if (!free) return
  const [now] = await tx
    .select(words)
    .from(article)
    .leftJoin(section, eq(section.id, article.sectionId))
    .where(eq(article.id, articleId))
  if (JSON.stringify(now) !== JSON.stringify(printed)) return
  if (card)
    await tx
      .insert(shareCard)
      .values({ articleId, ...card })
      .onConflictDoUpdate({ target: shareCard.articleId, set: card })
  else await tx.delete(shareCard).where(eq(shareCard.articleId, articleId))
  await tx.delete(shareCardDue).where(eq(shareCardDue.articleId, articleId))
}

/** Whether the publication has this card. */
export async function hasPublicationCard(db: AppQueryable, hash: string): Promise<boolean> {
  const rows = await db
    .select({ id: shareCard.id })
    .from(shareCard)
    .where(and(isNull(shareCard.articleId), eq(shareCard.hash, hash)))
  return rows.length > 0
}

/** Keeps the card of the publication in the place of the one before. */
export async function writePublicationCard(tx: AppTransaction, card: NewCard): Promise<void> {
  await tx
    .insert(shareCard)
    .values({ articleId: null, ...card })
    .onConflictDoUpdate({ target: shareCard.articleId, set: card })
}

/** Has the cards of another look printed anew. What is there is shown until then. */
export async function orderCardsOfOtherLook(db: AppQueryable, look: string): Promise<void> {
  await order(
    db,
    sql`select ${shareCard.articleId} from ${shareCard}
         where ${and(ne(shareCard.look, look), sql`${shareCard.articleId} is not null`)}`,
  )
}

/** Has the card of every article printed anew that is published. */
export async function orderAllCards(db: AppQueryable): Promise<void> {
  await order(db, sql`select ${article.id} from ${article} where ${article.status} = 'published'`)
}

async function order(db: AppQueryable, articles: SQL): Promise<void> {
  await db.execute(sql`insert into ${shareCardDue} (article_id) ${articles} on conflict do nothing`)
}
