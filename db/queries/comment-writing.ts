/** Writing comments: names, words, reports. Called by `lib/comments`. */
import { and, count, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { article, author } from '../schema/articles.ts'
import { comment, commentBan, commentReport, commentWriter, holdWord } from '../schema/comments.ts'
import { reader, staffMember } from '../schema/people.ts'

const isPublic = and(eq(article.status, 'published'), sql`${article.publishedAt} <= now()`)

const commented = {
  id: article.id,
  slug: article.slug,
  headline: article.headline,
  accessLevel: article.accessLevel,
  closed: sql<boolean>`${article.commentsClosedAt} is not null`,
}

/** A published article under which somebody wants to write, or null. */
export async function articleToComment(db: AppQueryable, slug: string) {
  const [found] = await db
    .select(commented)
    .from(article)
    .where(and(eq(article.slug, slug), isPublic))
  return found ?? null
}

/** The same, held for the transaction: nobody makes it stricter while somebody writes under it. */
export async function holdArticle(tx: AppQueryable, slug: string) {
  const [found] = await tx
    .select(commented)
    .from(article)
    .where(and(eq(article.slug, slug), isPublic))
    .for('share')
  return found ?? null
}

const oneComment = {
  id: comment.id,
  articleId: comment.articleId,
  readerId: comment.readerId,
  parentId: comment.parentId,
  body: comment.body,
  state: comment.state,
  heldFor: comment.heldFor,
  removedBy: comment.removedBy,
  byStaff: comment.byStaff,
  createdAt: comment.createdAt,
  editedAt: comment.editedAt,
  approvedAt: comment.approvedAt,
  name: commentWriter.name,
  slug: article.slug,
  headline: article.headline,
  accessLevel: article.accessLevel,
  closed: sql<boolean>`${article.commentsClosedAt} is not null`,
}

/** A comment with the published article it stands under. */
export type OneComment = NonNullable<Awaited<ReturnType<typeof findComment>>>

/** One comment in whatever state, under a published article, or null. */
export async function findComment(db: AppQueryable, id: string) {
  const [found] = await db
    .select(oneComment)
    .from(comment)
    .innerJoin(article, eq(article.id, comment.articleId))
    .leftJoin(commentWriter, eq(commentWriter.readerId, comment.readerId))
    .where(and(eq(comment.id, id), isPublic))
  return found ?? null
}

/** Holds a comment for the transaction: for whoever changes it, or answers it. */
export async function holdComment(
  tx: AppQueryable,
  id: string,
  how: 'update' | 'share',
): Promise<void> {
  await tx.select({ id: comment.id }).from(comment).where(eq(comment.id, id)).for(how)
}

/** A comment to be written. */
export type NewComment = Pick<
  typeof comment.$inferInsert,
  | 'articleId'
  | 'readerId'
  | 'parentId'
  | 'body'
  | 'state'
  | 'heldFor'
  | 'byStaff'
  | 'onceKey'
  | 'createdAt'
>

/** Writes a comment, once for a form: null when that was done before. */
export async function addComment(tx: AppQueryable, row: NewComment) {
  const [added] = await tx
    .insert(comment)
    .values(row)
    .onConflictDoNothing({ target: comment.onceKey })
    .returning({ id: comment.id })
  return added ?? null
}

/** What was written with this form before, by this reader. */
export async function commentOfForm(db: AppQueryable, readerId: string, onceKey: string) {
  const [found] = await db
    .select({ id: comment.id, state: comment.state, parentId: comment.parentId })
    .from(comment)
    .where(and(eq(comment.onceKey, onceKey), eq(comment.readerId, readerId)))
  return found ?? null
}

/** Changes a comment. */
export async function changeComment(
  tx: AppQueryable,
  id: string,
  changes: Partial<typeof comment.$inferInsert>,
): Promise<void> {
  await tx.update(comment).set(changes).where(eq(comment.id, id))
}

const isUnanswered = sql`not exists (select from ${comment} as answer where answer.parent_id = ${comment.id})`

/** Deletes a comment that nobody has answered; says whether it did. The caller holds it. */
export async function deleteUnanswered(tx: AppQueryable, id: string): Promise<boolean> {
  const deleted = await tx
    .delete(comment)
    .where(and(eq(comment.id, id), isUnanswered))
    .returning({ id: comment.id })
  return deleted.length > 0
}

/** How many answers a comment has, in whatever state. */
export async function countAnswers(db: AppQueryable, id: string): Promise<number> {
  return db.$count(comment, eq(comment.parentId, id))
}

/** Under which name a reader writes, or null. */
export async function writerName(db: AppQueryable, readerId: string): Promise<string | null> {
  const [found] = await db
    .select({ name: commentWriter.name })
    .from(commentWriter)
    .where(eq(commentWriter.readerId, readerId))
  return found?.name ?? null
}

/** Gives a reader a name to write under, or another. */
export async function setWriterName(
  tx: AppQueryable,
  readerId: string,
  named: { name: string; folded: string; namedAt: Date },
): Promise<void> {
  await tx
    .insert(commentWriter)
    .values({ readerId, ...named })
    .onConflictDoUpdate({ target: commentWriter.readerId, set: named })
}

/** Names that only their own may use: of who writes articles, and of who works here. */
export async function protectedNames(db: AppQueryable, readerId: string) {
  const [authors, staff] = await Promise.all([
    db.select({ name: author.name }).from(author),
    db
      .select({ id: staffMember.readerId, name: reader.name })
      .from(staffMember)
      .innerJoin(reader, eq(reader.id, staffMember.readerId)),
  ])
  return {
    people: [...authors, ...staff].map(({ name }) => name).filter((name) => name !== null),
    own: staff.find(({ id }) => id === readerId)?.name ?? null,
    isStaff: staff.some(({ id }) => id === readerId),
  }
}

/** Until when a reader may not write, and why; null when they may. */
export async function banOf(db: AppQueryable, readerId: string) {
  const [found] = await db
    .select({ until: commentBan.until, why: commentBan.why })
    .from(commentBan)
    .where(eq(commentBan.readerId, readerId))
  return found ?? null
}

/** The words for which a comment waits, in their order. */
export async function allHoldWords(db: AppQueryable) {
  return db
    .select({ word: holdWord.word, folded: holdWord.folded })
    .from(holdWord)
    .orderBy(holdWord.folded)
}

/** Notes a reader's report, once for a comment; says whether it is new. */
export async function addReport(
  tx: AppQueryable,
  report: Omit<typeof commentReport.$inferInsert, 'settledAt'>,
): Promise<boolean> {
  const added = await tx
    .insert(commentReport)
    .values(report)
    .onConflictDoNothing()
    .returning({ id: commentReport.commentId })
  return added.length > 0
}

/** Reports of a comment that staff have not looked at. */
export async function countOpenReports(db: AppQueryable, commentId: string): Promise<number> {
  const [found] = await db
    .select({ reports: count() })
    .from(commentReport)
    .where(and(eq(commentReport.commentId, commentId), isNull(commentReport.settledAt)))
  return found?.reports ?? 0
}

/** What a reader wrote, the newest first, without what they took back. */
export async function commentsOfReader(
  db: AppQueryable,
  readerId: string,
  { limit, offset }: { limit: number; offset: number },
) {
  return db
    .select({
      id: comment.id,
      parentId: comment.parentId,
      body: comment.body,
      state: comment.state,
      removedWhy: comment.removedWhy,
      picked: sql<boolean>`${comment.pickedAt} is not null`,
      createdAt: comment.createdAt,
      editedAt: comment.editedAt,
      slug: article.slug,
      headline: article.headline,
      isPublic: sql<boolean>`${article.status} = 'published'`,
    })
    .from(comment)
    .innerJoin(article, eq(article.id, comment.articleId))
    .where(and(eq(comment.readerId, readerId), sql`${comment.removedBy} is distinct from 'writer'`))
    .orderBy(desc(comment.createdAt), desc(comment.id))
    .limit(limit)
    .offset(offset)
}

/**
 * Forgets what a reader wrote, with their name, reports and ban: words go for good; a comment that was
 * answered leaves its place, the others leave nothing.
 */
export async function forgetComments(tx: AppQueryable, readerId: string): Promise<void> {
  const theirs = await tx
    .update(comment)
    .set({
      body: '',
      state: 'removed',
      removedBy: 'writer',
      removedWhy: null,
      heldFor: null,
      pickedAt: null,
      onceKey: null,
      readerId: null,
    })
    .where(eq(comment.readerId, readerId))
    .returning({ id: comment.id })
  const ids = theirs.map(({ id }) => id)
  const unanswered = (kind: SQL) =>
    tx.delete(comment).where(and(inArray(comment.id, ids), kind, isUnanswered))
  await unanswered(isNotNull(comment.parentId))
  await unanswered(isNull(comment.parentId))
  await tx.delete(commentReport).where(eq(commentReport.readerId, readerId))
  await tx.delete(commentBan).where(eq(commentBan.readerId, readerId))
  await tx.delete(commentWriter).where(eq(commentWriter.readerId, readerId))
}
