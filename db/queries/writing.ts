/** Writing articles, and the one query that reads what stands below a marker. */
import { and, asc, desc, eq, inArray, max, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import {
  article,
  articleAuthor,
  articleGated,
  articleRegion,
  articleRevision,
  articleTopic,
  author,
  correction,
  region,
  section,
  topic,
} from '../schema/articles.ts'

export type NewArticle = typeof article.$inferInsert

/** An article as it was when somebody decided who may read it. */
export type ArticleAsRead = Pick<typeof article.$inferSelect, 'id' | 'accessLevel' | 'previewHtml'>

/**
 * Reads the part below the marker, of the article as it was read: null when there is none with this level and
 * preview any more. Called by `lib/articles/gated.ts`, and by nothing else.
 */
export async function gatedHtml(
  db: AppQueryable,
  { id, accessLevel, previewHtml }: ArticleAsRead,
): Promise<{ html: string | null } | null> {
  const [found] = await db
    .select({ html: articleGated.html })
    .from(article)
    .leftJoin(articleGated, eq(articleGated.articleId, article.id))
    .where(
      and(
        eq(article.id, id),
        eq(article.accessLevel, accessLevel),
        eq(article.previewHtml, previewHtml),
        eq(article.status, 'published'),
      ),
    )
  return found ?? null
}

/** The article with this address, in whatever state, or null. */
export async function articleBySlug(db: AppQueryable, slug: string) {
  const [found] = await db
    .select({ id: article.id, slug: article.slug, status: article.status })
    .from(article)
    .where(eq(article.slug, slug))
  return found ?? null
}

/** The article last imported from this file, or null. */
export async function articleByImport(db: AppQueryable, importedFrom: string) {
  const [found] = await db
    .select({ id: article.id, slug: article.slug, status: article.status })
    .from(articleRevision)
    .innerJoin(article, eq(article.id, articleRevision.articleId))
    .where(eq(articleRevision.importedFrom, importedFrom))
    .orderBy(desc(articleRevision.createdAt))
    .limit(1)
  return found ?? null
}

/** Writes the public projection: a new article, or `id` anew. Returns its id. */
export async function writeArticle(
  db: AppQueryable,
  id: string | null,
  row: NewArticle,
): Promise<string> {
  const [written] =
    id === null
      ? await db.insert(article).values(row).returning({ id: article.id })
      : await db.update(article).set(row).where(eq(article.id, id)).returning({ id: article.id })
  if (!written) throw new Error('The article to be written anew is gone.')
  return written.id
}

/** Writes what is made of the text of an article, and of its pictures; everything else of it stays. */
export async function writeArticleText(
  db: AppQueryable,
  id: string,
  row: Partial<NewArticle>,
): Promise<void> {
  await db.update(article).set(row).where(eq(article.id, id))
}

/** Writes what stands below the marker, or takes it away when there is nothing. */
export async function writeGated(
  db: AppQueryable,
  articleId: string,
  gated: { html: string; text: string } | null,
): Promise<void> {
  if (gated === null) {
    await db.delete(articleGated).where(eq(articleGated.articleId, articleId))
    return
  }
  await db
    .insert(articleGated)
    .values({ articleId, ...gated })
    .onConflictDoUpdate({ target: articleGated.articleId, set: gated })
}

/** Keeps a version as it was written. Its number is one more than the last. */
export async function addRevision(
  db: AppQueryable,
  revision: Omit<typeof articleRevision.$inferInsert, 'number'>,
): Promise<number> {
  const [last] = await db
    .select({ number: max(articleRevision.number) })
    .from(articleRevision)
    .where(eq(articleRevision.articleId, revision.articleId))
  const number = (last?.number ?? 0) + 1
  await db.insert(articleRevision).values({ ...revision, number })
  return number
}

const shelves = { section, topic, region, author }
const joins = { topic: articleTopic, region: articleRegion, author: articleAuthor }

/** A place to file articles under. */
export type NewShelf = {
  slug: string
  name: string
  description?: string
  position?: number
  /** Of whoever writes. */
  role?: string
  links?: { name: string; address: string }[]
}

/** The id of a shelf, made if there is none with this slug; the name of one that is there stays. */
export async function ensureShelf(
  db: AppQueryable,
  kind: keyof typeof shelves,
  shelf: NewShelf,
): Promise<string> {
  const table = shelves[kind]
  await db
    .insert(table)
    .values({ position: 1000, ...shelf })
    .onConflictDoNothing({ target: table.slug })
  const [found] = await db.select({ id: table.id }).from(table).where(eq(table.slug, shelf.slug))
  if (!found) throw new Error(`The ${kind} ${shelf.slug} vanished while it was made.`)
  return found.id
}

/** Describes a shelf, made if there is none with this slug. */
export async function describeShelf(
  db: AppQueryable,
  kind: keyof typeof shelves,
  shelf: NewShelf,
): Promise<void> {
  const table = shelves[kind]
  await db
    .insert(table)
    .values({ position: 1000, ...shelf })
    .onConflictDoUpdate({ target: table.slug, set: shelf })
}

/** Files an article under exactly these shelves of one kind, in this order. What stands so already is not touched. */
export async function fileUnder(
  db: AppQueryable,
  kind: keyof typeof joins,
  articleId: string,
  shelfIds: string[],
): Promise<void> {
  const join = joins[kind]
  const unique = [...new Set(shelfIds)]
  const filed = await db
    .select({ shelfId: join.shelfId })
    .from(join)
    .where(eq(join.articleId, articleId))
    .orderBy(asc(join.position))
  if (filed.map(({ shelfId }) => shelfId).join() === unique.join()) return
  await db.delete(join).where(eq(join.articleId, articleId))
  if (unique.length > 0)
    await db
      .insert(join)
      .values(unique.map((shelfId, position) => ({ articleId, shelfId, position })))
}

/** What was wrong, and when readers were told. */
export type NewCorrection = { text: string; weight: 'minor' | 'serious'; correctedAt: Date }

/** Writes the corrections of an article anew, unless they stand so already. */
export async function writeCorrections(
  db: AppQueryable,
  articleId: string,
  corrections: NewCorrection[],
): Promise<void> {
  const held = await db
    .select({
      text: correction.text,
      weight: correction.weight,
      correctedAt: correction.correctedAt,
    })
    .from(correction)
    .where(eq(correction.articleId, articleId))
    .orderBy(asc(correction.id))
  if (JSON.stringify(held) === JSON.stringify(corrections.map(plainCorrection))) return
  await db.delete(correction).where(eq(correction.articleId, articleId))
  if (corrections.length > 0)
    await db.insert(correction).values(corrections.map((one) => ({ articleId, ...one })))
}

const plainCorrection = ({ text, weight, correctedAt }: NewCorrection) => ({
  text,
  weight,
  correctedAt,
})

/** How many articles there are, in whatever state. */
export async function countArticles(db: AppQueryable): Promise<number> {
  return db.$count(article)
}

/** Which of these addresses are taken. */
export async function takenSlugs(db: AppQueryable, slugs: string[]): Promise<Set<string>> {
  const rows = await db
    .select({ slug: article.slug })
    .from(article)
    .where(and(inArray(article.slug, slugs), sql`true`))
  return new Set(rows.map(({ slug }) => slug))
}

/** Lets one transaction at a time write articles, so that two cannot take the same address. */
export async function lockArticleWriting(tx: AppQueryable): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('foldline articles', 0))`)
}

/** What an article to be written anew is like now, or null when there is none with this id. */
export async function articleById(db: AppQueryable, id: string) {
  const [found] = await db
    .select({
      id: article.id,
      slug: article.slug,
      status: article.status,
      publishedAt: article.publishedAt,
      revisedAt: article.revisedAt,
    })
    .from(article)
    .where(eq(article.id, id))
  return found ?? null
}

/** The last version of an article as it was written, or null. */
export async function lastRevision(db: AppQueryable, articleId: string) {
  const [found] = await db
    .select()
    .from(articleRevision)
    .where(eq(articleRevision.articleId, articleId))
    .orderBy(desc(articleRevision.number))
    .limit(1)
  return found ?? null
}

/** Every file an article was imported from, the last first; null stands for the newsroom. */
export async function importsOfArticle(
  db: AppQueryable,
  articleId: string,
): Promise<(string | null)[]> {
  const rows = await db
    .select({ importedFrom: articleRevision.importedFrom })
    .from(articleRevision)
    .where(eq(articleRevision.articleId, articleId))
    .orderBy(desc(articleRevision.number))
  return rows.map(({ importedFrom }) => importedFrom)
}

/** The articles imported from a file of this name, in whatever folder it stood. */
export async function articlesByFileName(db: AppQueryable, fileName: string) {
  return db
    .selectDistinct({ id: article.id, slug: article.slug, headline: article.headline })
    .from(article)
    .innerJoin(articleRevision, eq(articleRevision.articleId, article.id))
    .where(sql`regexp_replace(${articleRevision.importedFrom}, '^.*/', '') = ${fileName}`)
}
