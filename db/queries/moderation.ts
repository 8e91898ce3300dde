/** What staff see of comments and do with them. Never an address: who moderates does not look readers up. */
import { and, desc, eq, exists, gt, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { article } from '../schema/articles.ts'
import { comment, commentBan, commentReport, commentWriter, holdWord } from '../schema/comments.ts'

const openReports = sql<number>`(select count(*)::int from ${commentReport}
  where ${commentReport.commentId} = ${comment.id} and ${commentReport.settledAt} is null)`

const desk = {
  id: comment.id,
  readerId: comment.readerId,
  parentId: comment.parentId,
  body: comment.body,
  state: comment.state,
  heldFor: comment.heldFor,
  removedBy: comment.removedBy,
  removedWhy: comment.removedWhy,
  byStaff: comment.byStaff,
  picked: sql<boolean>`${comment.pickedAt} is not null`,
  createdAt: comment.createdAt,
  editedAt: comment.editedAt,
  approvedAt: comment.approvedAt,
  name: commentWriter.name,
  articleId: article.id,
  slug: article.slug,
  headline: article.headline,
  accessLevel: article.accessLevel,
  closed: sql<boolean>`${article.commentsClosedAt} is not null`,
  openReports,
}

/** A comment as staff see it. */
export type DeskRow = NonNullable<Awaited<ReturnType<typeof commentForDesk>>>

/** Which comments staff ask for. */
export type Queue = 'held' | 'reported' | 'all'

const isReported = (db: AppQueryable) =>
  exists(
    db
      .select({ one: sql`1` })
      .from(commentReport)
      .where(and(eq(commentReport.commentId, comment.id), isNull(commentReport.settledAt))),
  )

const queues: Record<Queue, (db: AppQueryable) => SQL | undefined> = {
  held: () => eq(comment.state, 'held'),
  reported: (db) => and(eq(comment.state, 'visible'), isReported(db)),
  all: () => undefined,
}

/** Comments of a queue that contain `search`, in the words, the name or the headline; the newest first. */
export async function commentsForDesk(
  db: AppQueryable,
  { queue, search, limit, offset }: { queue: Queue; search: string; limit: number; offset: number },
) {
  const contains = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  return db
    .select(desk)
    .from(comment)
    .innerJoin(article, eq(article.id, comment.articleId))
    .leftJoin(commentWriter, eq(commentWriter.readerId, comment.readerId))
    .where(
      and(
        queues[queue](db),
        ne(comment.body, ''),
        search === ''
          ? undefined
          : or(
              sql`${comment.body} ilike ${contains}`,
              sql`${commentWriter.name} ilike ${contains}`,
              sql`${article.headline} ilike ${contains}`,
            ),
      ),
    )
    .orderBy(desc(comment.createdAt), desc(comment.id))
    .limit(limit)
    .offset(offset)
}

/** How many wait in each queue. */
export async function queueLengths(db: AppQueryable): Promise<{ held: number; reported: number }> {
  const [held, reported] = await Promise.all([
    db.$count(comment, queues.held(db)),
    db.$count(comment, queues.reported(db)),
  ])
  return { held, reported }
}

/** One comment in whatever state, or null. */
export async function commentForDesk(db: AppQueryable, id: string) {
  const [found] = await db
    .select(desk)
    .from(comment)
    .innerJoin(article, eq(article.id, comment.articleId))
    .leftJoin(commentWriter, eq(commentWriter.readerId, comment.readerId))
    .where(eq(comment.id, id))
  return found ?? null
}

/** What readers said of a comment, the newest first. Not who. */
export async function reportsOf(db: AppQueryable, commentId: string) {
  return db
    .select({
      reason: commentReport.reason,
      note: commentReport.note,
      at: commentReport.createdAt,
      isOpen: sql<boolean>`${commentReport.settledAt} is null`,
    })
    .from(commentReport)
    .where(eq(commentReport.commentId, commentId))
    .orderBy(desc(commentReport.createdAt))
    .limit(100)
}

/** How much somebody has written, and how much of it was removed by staff. */
export async function recordOf(db: AppQueryable, readerId: string) {
  const [written, removed] = await Promise.all([
    db.$count(comment, eq(comment.readerId, readerId)),
    db.$count(comment, and(eq(comment.readerId, readerId), eq(comment.removedBy, 'staff'))),
  ])
  return { written, removed }
}

/** Staff have looked: what readers reported of this comment waits no longer. */
export async function settleReports(
  tx: AppQueryable,
  commentId: string,
  now: Date,
): Promise<number> {
  const settled = await tx
    .update(commentReport)
    .set({ settledAt: now })
    .where(and(eq(commentReport.commentId, commentId), isNull(commentReport.settledAt)))
    .returning({ id: commentReport.commentId })
  return settled.length
}

/** Bans a reader from writing, or changes until when. */
export async function setBan(tx: AppQueryable, ban: typeof commentBan.$inferInsert): Promise<void> {
  await tx
    .insert(commentBan)
    .values(ban)
    .onConflictDoUpdate({ target: commentBan.readerId, set: ban })
}

/** A ban that holds at `now`, or null. */
export async function runningBan(db: AppQueryable, readerId: string, now: Date) {
  const [found] = await db
    .select({ why: commentBan.why, by: commentBan.by, until: commentBan.until })
    .from(commentBan)
    .where(
      and(
        eq(commentBan.readerId, readerId),
        or(isNull(commentBan.until), gt(commentBan.until, now)),
      ),
    )
  return found ?? null
}

/** Ends a ban; says whether there was one. */
export async function dropBan(tx: AppQueryable, readerId: string): Promise<boolean> {
  const dropped = await tx
    .delete(commentBan)
    .where(eq(commentBan.readerId, readerId))
    .returning({ id: commentBan.readerId })
  return dropped.length > 0
}

/** Closes the comments of an article, or opens them; says whether that changed anything. */
export async function closeArticle(
  tx: AppQueryable,
  articleId: string,
  closedAt: Date | null,
): Promise<boolean> {
  const closed = sql`${article.commentsClosedAt} is ${closedAt === null ? sql`not null` : sql`null`}`
  const changed = await tx
    .update(article)
    .set({ commentsClosedAt: closedAt })
    .where(and(eq(article.id, articleId), closed))
    .returning({ id: article.id })
  return changed.length > 0
}

/** The list of words, with who added each. */
export async function holdWords(db: AppQueryable) {
  return db
    .select({
      word: holdWord.word,
      folded: holdWord.folded,
      addedBy: holdWord.addedBy,
      addedAt: holdWord.addedAt,
    })
    .from(holdWord)
    .orderBy(holdWord.folded)
}

/** Adds a word; says whether it is new. */
export async function addHoldWord(
  tx: AppQueryable,
  row: typeof holdWord.$inferInsert,
): Promise<boolean> {
  const added = await tx
    .insert(holdWord)
    .values(row)
    .onConflictDoNothing()
    .returning({ folded: holdWord.folded })
  return added.length > 0
}

/** Takes a word off the list; says whether it stood there. */
export async function dropHoldWord(tx: AppQueryable, folded: string): Promise<boolean> {
  const dropped = await tx
    .delete(holdWord)
    .where(eq(holdWord.folded, folded))
    .returning({ folded: holdWord.folded })
  return dropped.length > 0
}
