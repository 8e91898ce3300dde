/** Articles that subscribers gave away. Tokens are known here by their hashes alone. */
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AppQueryable } from '../client.ts'
import { article } from '../schema/articles.ts'
import { giftLink } from '../schema/own-reading.ts'
import { reader } from '../schema/people.ts'

const line = {
  id: giftLink.id,
  slug: article.slug,
  headline: article.headline,
  /** Whether the article is there for readers: a withdrawn one is nobody's to give. */
  isPublic: sql<boolean>`${article.status} = 'published' and ${article.publishedAt} <= now()`,
  accessLevel: article.accessLevel,
  tokenHash: giftLink.tokenHash,
  madeAt: giftLink.madeAt,
  endsAt: giftLink.endsAt,
  revokedAt: giftLink.revokedAt,
  opened: giftLink.opened,
}

/** Notes a link that a reader gives. */
export async function addGiftLink(
  db: AppQueryable,
  link: {
    id: string
    giverId: string
    articleId: string
    tokenHash: string
    madeAt: Date
    endsAt: Date
  },
): Promise<void> {
  await db.insert(giftLink).values(link)
}

/** An id for a link that is not there yet: its token is derived from it. */
export async function newGiftLinkId(db: AppQueryable): Promise<string> {
  const [row] = await db.execute(sql`select uuidv7() as id`)
  return z.object({ id: z.string() }).parse(row).id
}

/** What a reader gave, the newest first. */
export async function giftLinksOf(db: AppQueryable, giverId: string, limit: number) {
  return db
    .select(line)
    .from(giftLink)
    .innerJoin(article, eq(article.id, giftLink.articleId))
    .where(eq(giftLink.giverId, giverId))
    .orderBy(desc(giftLink.madeAt))
    .limit(limit)
}

/** A reader's link to an article that has neither ended nor been taken back, or null. */
export async function openGiftLinkTo(
  db: AppQueryable,
  giverId: string,
  articleId: string,
  now: Date,
) {
  const [found] = await db
    .select({ id: giftLink.id })
    .from(giftLink)
    .where(
      and(
        eq(giftLink.giverId, giverId),
        eq(giftLink.articleId, articleId),
        isNull(giftLink.revokedAt),
        gt(giftLink.endsAt, now),
      ),
    )
    .orderBy(desc(giftLink.madeAt))
    .limit(1)
  return found ?? null
}

const monthShape = z.object({ used: z.coerce.number(), nextAt: z.coerce.date() })

/** How many links a reader made in the calendar month of `now` in this zone, and when the next month begins. */
export async function giftLinksOfMonth(
  db: AppQueryable,
  giverId: string,
  now: Date,
  zone: string,
): Promise<{ used: number; nextAt: Date }> {
  const at = now.toISOString()
  const [row] = await db.execute(sql`
    select count(*) filter (where l.made_at >= date_trunc('month', ${at}::timestamptz, ${zone})) as used,
           ((date_trunc('month', ${at}::timestamptz at time zone ${zone}) + interval '1 month')
             at time zone ${zone}) as "nextAt"
      from (select made_at from gift_link where giver_id = ${giverId}) as l`)
  return monthShape.parse(row)
}

const pass = {
  id: giftLink.id,
  giverId: giftLink.giverId,
  articleId: giftLink.articleId,
  slug: article.slug,
  endsAt: giftLink.endsAt,
  revokedAt: giftLink.revokedAt,
}

function passes(db: AppQueryable) {
  return db
    .select(pass)
    .from(giftLink)
    .innerJoin(article, eq(article.id, giftLink.articleId))
    .innerJoin(reader, and(eq(reader.id, giftLink.giverId), isNull(reader.deletedAt)))
}

/** A link, and which article it gives. */
export type GiftLinkRow = Awaited<ReturnType<ReturnType<typeof passes>['execute']>>[number]

/** The link that is found by this token, or null when none is. */
export async function giftLinkByToken(
  db: AppQueryable,
  tokenHash: string,
): Promise<GiftLinkRow | null> {
  const [found] = await passes(db).where(eq(giftLink.tokenHash, tokenHash))
  return found ?? null
}

/** The link with this id, or null. */
export async function giftLinkById(db: AppQueryable, id: string): Promise<GiftLinkRow | null> {
  const [found] = await passes(db).where(eq(giftLink.id, id))
  return found ?? null
}

/** Counts that a link was opened, once more. */
export async function countOpening(db: AppQueryable, id: string): Promise<void> {
  await db
    .update(giftLink)
    .set({ opened: sql`${giftLink.opened} + 1` })
    .where(eq(giftLink.id, id))
}

/** Takes a reader's own link back; says to which article it led, or null when there was nothing to take back. */
export async function revokeGiftLinkOf(
  db: AppQueryable,
  giverId: string,
  id: string,
  now: Date,
): Promise<string | null> {
  const [gone] = await db
    .update(giftLink)
    .set({ revokedAt: now })
    .where(and(eq(giftLink.id, id), eq(giftLink.giverId, giverId), isNull(giftLink.revokedAt)))
    .returning({ articleId: giftLink.articleId })
  return gone?.articleId ?? null
}

/** Forgets everything that a reader gave away. The links lead nowhere from then on. */
export async function forgetGiftLinks(db: AppQueryable, giverId: string): Promise<void> {
  await db.delete(giftLink).where(eq(giftLink.giverId, giverId))
}
