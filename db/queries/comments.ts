/** Comments as readers see them. Called by `lib/comments/read.ts`, after the decision who may. */
import {
  and,
  asc,
  desc,
  eq,
  exists,
  inArray,
  isNotNull,
  isNull,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { AppDatabase, AppQueryable } from '../client.ts'
import { article } from '../schema/articles.ts'
import { comment, commentWriter } from '../schema/comments.ts'

/** Runs readings that see one and the same moment: what was decided about an article is about what is read. */
export async function atOneMoment<T>(
  db: AppDatabase,
  read: (tx: AppQueryable) => Promise<T>,
): Promise<T> {
  return db.transaction(read, { isolationLevel: 'repeatable read', accessMode: 'read only' })
}

/** A published article as comments depend on it, and what can be counted of them; null when it is not public. */
export async function commentedArticle(db: AppQueryable, articleId: string) {
  const counted = (which: SQL) => sql<number>`
    (select count(*)::int from comment c where c.article_id = ${articleId} and ${which})`
  const [found] = await db
    .select({
      accessLevel: article.accessLevel,
      closed: sql<boolean>`${article.commentsClosedAt} is not null`,
      comments: counted(sql`c.state = 'visible'`),
      picks: counted(sql`c.picked_at is not null`),
    })
    .from(article)
    .where(and(eq(article.id, articleId), isPublic))
  return found ?? null
}

const isPublic = and(eq(article.status, 'published'), sql`${article.publishedAt} <= now()`)

/** The words only of what everybody may see: of the rest only that it was there. */
const shown = {
  id: comment.id,
  parentId: comment.parentId,
  state: comment.state,
  removedBy: comment.removedBy,
  name: sql<string | null>`case ${comment.state} when 'visible' then ${commentWriter.name} end`,
  body: sql<string>`case ${comment.state} when 'visible' then ${comment.body} else '' end`,
  byStaff: comment.byStaff,
  pickedAt: comment.pickedAt,
  createdAt: comment.createdAt,
  editedAt: comment.editedAt,
}

/** A comment as readers see it. */
export type ShownComment = Awaited<ReturnType<typeof threadsOf>>[number]

const ofWriter = eq(commentWriter.readerId, comment.readerId)
const answer = alias(comment, 'answer')

/** A comment that is gone keeps its place while there are answers to it. */
const hasItsPlace = (db: AppQueryable) =>
  or(
    eq(comment.state, 'visible'),
    exists(
      db
        .select({ one: sql`1` })
        .from(answer)
        .where(and(eq(answer.parentId, comment.id), eq(answer.state, 'visible'))),
    ),
  )

/** In which order threads come. `picks`: those that staff picked first, then the newest. */
export type ThreadOrder = 'newest' | 'oldest' | 'picks'

const orders: Record<ThreadOrder, SQL[]> = {
  newest: [desc(comment.createdAt), desc(comment.id)],
  oldest: [asc(comment.createdAt), asc(comment.id)],
  picks: [sql`${comment.pickedAt} desc nulls last`, desc(comment.createdAt), desc(comment.id)],
}

/** Comments on an article that are no replies, one page of them. */
export async function threadsOf(
  db: AppQueryable,
  articleId: string,
  { order, limit, offset }: { order: ThreadOrder; limit: number; offset: number },
) {
  return db
    .select(shown)
    .from(comment)
    .leftJoin(commentWriter, ofWriter)
    .where(and(eq(comment.articleId, articleId), isNull(comment.parentId), hasItsPlace(db)))
    .orderBy(...orders[order])
    .limit(limit)
    .offset(offset)
}

/** One thread of this article, or nothing. */
export async function threadOf(db: AppQueryable, articleId: string, id: string) {
  return db
    .select(shown)
    .from(comment)
    .leftJoin(commentWriter, ofWriter)
    .where(
      and(
        eq(comment.id, id),
        eq(comment.articleId, articleId),
        isNull(comment.parentId),
        hasItsPlace(db),
      ),
    )
}

/** What staff picked on an article, replies among them, the last picked first. */
export async function picksOf(
  db: AppQueryable,
  articleId: string,
  { limit, offset }: { limit: number; offset: number },
) {
  return db
    .select(shown)
    .from(comment)
    .leftJoin(commentWriter, ofWriter)
    .where(and(eq(comment.articleId, articleId), isNotNull(comment.pickedAt)))
    .orderBy(desc(comment.pickedAt), desc(comment.id))
    .limit(limit)
    .offset(offset)
}

/** The first answers to each of these comments, and of each how many there are. */
export async function answersTo(db: AppQueryable, threadIds: string[], most: number) {
  if (threadIds.length === 0) return []
  const numbered = db
    .select({
      ...shown,
      name: sql<string | null>`${commentWriter.name}`.as('writer'),
      body: comment.body,
      place:
        sql<number>`row_number() over (partition by ${comment.parentId} order by ${comment.createdAt}, ${comment.id})::int`.as(
          'place',
        ),
      total: sql<number>`count(*) over (partition by ${comment.parentId})::int`.as('total'),
    })
    .from(comment)
    .leftJoin(commentWriter, ofWriter)
    .where(and(inArray(comment.parentId, threadIds), eq(comment.state, 'visible')))
    .as('numbered')
  return db
    .select()
    .from(numbered)
    .where(sql`${numbered.place} <= ${most}`)
    .orderBy(asc(numbered.place))
}
