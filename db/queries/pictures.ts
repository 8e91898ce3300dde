/** Pictures that the publication keeps, and who shows them. All of it runs as the application. */
import { and, asc, desc, eq, inArray, lte, notExists, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { article } from '../schema/articles.ts'
import { picture, pictureUse } from '../schema/pictures.ts'

export type NewPicture = typeof picture.$inferInsert

const stored = {
  id: picture.id,
  hash: picture.hash,
  type: picture.type,
  width: picture.width,
  height: picture.height,
  bytes: picture.bytes,
  alt: picture.alt,
  caption: picture.caption,
  credit: picture.credit,
  source: picture.source,
  createdAt: picture.createdAt,
}

/** A picture as it is kept. */
export type PictureRow = Pick<typeof picture.$inferSelect, keyof typeof stored>

/** These pictures, as far as they are kept. */
export async function picturesByHash(db: AppQueryable, hashes: string[]): Promise<PictureRow[]> {
  if (hashes.length === 0) return []
  return db.select(stored).from(picture).where(inArray(picture.hash, hashes))
}

/** The picture that was last fetched from this address, or null. */
export async function pictureFromSource(
  db: AppQueryable,
  source: string,
): Promise<PictureRow | null> {
  const [found] = await db
    .select(stored)
    .from(picture)
    .where(eq(picture.source, source))
    .orderBy(desc(picture.id))
    .limit(1)
  return found ?? null
}

/** Adds a picture, unless it is there: then it stays as it is. Says which of the two, and what is kept. */
export async function addPicture(
  db: AppQueryable,
  row: NewPicture,
): Promise<{ added: boolean; row: PictureRow }> {
  const [added] = await db
    .insert(picture)
    .values(row)
    .onConflictDoNothing({ target: picture.hash })
    .returning(stored)
  if (added) return { added: true, row: added }
  const [held] = await picturesByHash(db, [row.hash])
  if (!held) throw new Error('A picture vanished while it was added.')
  return { added: false, row: held }
}

/**
 * The published articles that show this picture, and in which part: those above whose marker it stands first, then the
 * most open. None for a picture nobody has.
 */
export async function publishedUses(db: AppQueryable, hash: string, now: Date, most: number) {
  return (
    db
      .select({ slug: article.slug, accessLevel: article.accessLevel, part: pictureUse.part })
      .from(picture)
      .innerJoin(pictureUse, eq(pictureUse.pictureId, picture.id))
      .innerJoin(article, eq(article.id, pictureUse.articleId))
      .where(
        and(eq(picture.hash, hash), eq(article.status, 'published'), lte(article.publishedAt, now)),
      )
      // Both columns sort as words: `public` after `gated`, `free` before `registered` before `subscriber`.
      .orderBy(desc(pictureUse.part), asc(article.accessLevel), asc(article.slug))
      .limit(most)
  )
}

/** Notes which pictures an article shows; what was noted before goes. */
export async function writePictureUses(
  db: AppQueryable,
  articleId: string,
  uses: { pictureId: string; part: 'public' | 'gated' }[],
): Promise<void> {
  await db.delete(pictureUse).where(eq(pictureUse.articleId, articleId))
  if (uses.length > 0)
    await db.insert(pictureUse).values(uses.map((one) => ({ articleId, ...one })))
}

/** The pictures of which every one of these words is said, or stands in where they are from or the name of their file. */
function saying(words: readonly string[]) {
  const told = sql`concat_ws(' ', ${picture.alt}, ${picture.caption}, ${picture.credit}, ${picture.source}, ${picture.fileName})`
  return and(...words.map((word) => sql`${told} ilike ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`))
}

/** One page of the pictures of which these words are said, the newest first, with the number of articles that show each. */
export async function listPictures(
  db: AppQueryable,
  { words, limit, offset }: { words: readonly string[]; limit: number; offset: number },
) {
  return db
    .select({ ...stored, uses: db.$count(pictureUse, eq(pictureUse.pictureId, picture.id)) })
    .from(picture)
    .where(saying(words))
    .orderBy(desc(picture.id))
    .limit(limit)
    .offset(offset)
}

/** Of how many pictures these words are said. */
export async function countPictures(db: AppQueryable, words: readonly string[]): Promise<number> {
  return db.$count(picture, saying(words))
}

/** A picture, held until the transaction ends; null when there is none. */
export async function lockPicture(tx: AppQueryable, id: string): Promise<PictureRow | null> {
  const [found] = await tx.select(stored).from(picture).where(eq(picture.id, id)).for('update')
  return found ?? null
}

/** Says something else of a picture. */
export async function writePictureWords(
  tx: AppQueryable,
  id: string,
  words: Pick<NewPicture, 'alt' | 'caption' | 'credit'>,
): Promise<void> {
  await tx.update(picture).set(words).where(eq(picture.id, id))
}

/** What of the articles that show a picture bears on how they say it, in whatever state they are. */
export async function articlesShowing(tx: AppQueryable, id: string) {
  return tx
    .select({
      id: article.id,
      standfirst: article.standfirst,
      accessLevel: article.accessLevel,
      pictureSrc: article.pictureSrc,
      pictureAlt: article.pictureAlt,
      pictureCaption: article.pictureCaption,
      pictureCredit: article.pictureCredit,
    })
    .from(pictureUse)
    .innerJoin(article, eq(article.id, pictureUse.articleId))
    .where(eq(pictureUse.pictureId, id))
    .orderBy(asc(article.id))
}

/** A picture and every article that shows it, in whatever state; null when there is none. */
export async function pictureById(db: AppQueryable, id: string) {
  const [found] = await db.select(stored).from(picture).where(eq(picture.id, id))
  if (!found) return null
  const uses = await db
    .select({
      slug: article.slug,
      headline: article.headline,
      status: article.status,
      part: pictureUse.part,
    })
    .from(pictureUse)
    .innerJoin(article, eq(article.id, pictureUse.articleId))
    .where(eq(pictureUse.pictureId, id))
    .orderBy(desc(article.publishedAt), asc(article.slug))
  return { ...found, uses }
}

/** Takes a picture out that no article shows; null when one does, or there is none. */
export async function deleteUnusedPicture(
  db: AppQueryable,
  id: string,
): Promise<{ hash: string; width: number } | null> {
  const shown = db
    .select({ one: sql`1` })
    .from(pictureUse)
    .where(eq(pictureUse.pictureId, id))
  const [gone] = await db
    .delete(picture)
    .where(and(eq(picture.id, id), notExists(shown)))
    .returning({ hash: picture.hash, width: picture.width })
  return gone ?? null
}
