import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import {
  addComment,
  allHoldWords,
  articleToComment,
  banOf,
  commentOfForm,
  countAnswers,
  findComment,
  holdArticle,
  holdComment,
  setWriterName,
  writerName,
} from '#db/queries/comment-writing.ts'
import { withChangeAhead } from '#lib/changes-ahead.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurns } from '#lib/limits.ts'
import { comments as settings } from '#lib/publication.ts'
import { type Body, readBody } from './body.ts'
import { decideWriting, type Writing } from './decide.ts'
import { saysHeldWord } from './hold.ts'
import type { Name } from './name.ts'
import { readOwnName } from './names.ts'
import { MOST_ANSWERS } from './read.ts'

/** What somebody sends to be written under an article. `form` is a UUID made with the form. */
export type Draft = {
  slug: string
  /** The comment that is answered, or null. */
  replyTo: string | null
  body: string
  /** Asked once; what is typed later is not looked at. */
  name: string
  form: string
}

type Refusal = Extract<Writing, { kind: 'may_not' }>
type BadBody = Exclude<Body, { kind: 'fine' }>
type BadName = Exclude<Name, { kind: 'fine' }>

/** What came of it. Nothing is written but with `written`. */
export type Written =
  | { kind: 'written'; id: string; threadId: string; state: 'visible' | 'held' }
  | { kind: 'refused'; why: Refusal }
  | { kind: 'bad_body'; why: BadBody }
  | { kind: 'bad_name'; why: BadName }
  | { kind: 'limited'; retryAfterSeconds: number }
  /** There is no such article, or no such comment to answer any more. */
  | { kind: 'gone' }
  | { kind: 'thread_full' }

/** Takes a turn of those that a reader has for writing. */
export async function takeWritingTurn(db: AppDatabase, readerId: string) {
  return takeTurns(db, [
    [limits.commentBurst, readerId],
    [limits.commentsOfDay, readerId],
  ])
}

/**
 * Writes a comment, once for a form. Whether the reader may is decided within the transaction that writes,
 * while the article is held: it cannot become stricter meanwhile. What says a word of the list is held.
 */
export async function writeComment(
  db: AppDatabase,
  readerId: string,
  draft: Draft,
  now: Date,
): Promise<Written> {
  const body = readBody(draft.body)
  const before = await commentOfForm(db, readerId, draft.form)
  if (before && before.state !== 'removed') return written(before.id, before.parentId, before.state)
  const article = await articleToComment(db, draft.slug)
  if (!article) return { kind: 'gone' }
  const may = await mayWrite(db, readerId, article, now)
  if (may.kind === 'may_not') return { kind: 'refused', why: may }
  if (body.kind !== 'fine') return { kind: 'bad_body', why: body }
  const name = await readOwnName(db, readerId, draft.name)
  if (name.kind === 'bad') return { kind: 'bad_name', why: name.why }
  const turn = await takeWritingTurn(db, readerId)
  if (turn.kind === 'limited') return turn
  // Announced, so that the page to which the writer is led shows it, whichever instance answers.
  return withChangeAhead(db, `article ${article.slug}`, () =>
    db.transaction((tx) => carryOut(tx, readerId, { ...draft, body: body.body }, name, now)),
  )
}

/** Whether a reader may write under this article now. */
export async function mayWrite(
  db: AppDatabase | AppTransaction,
  readerId: string | null,
  article: Parameters<typeof decideWriting>[0]['article'],
  now: Date,
): Promise<Writing> {
  const [facts, ban] =
    readerId === null
      ? [null, null]
      : await Promise.all([accessRowsOfReader(db, readerId), banOf(db, readerId)])
  return decideWriting({ writers: settings.writers, article, facts, ban }, now)
}

type OwnName = Exclude<Awaited<ReturnType<typeof readOwnName>>, { kind: 'bad' }>

async function carryOut(
  tx: AppTransaction,
  readerId: string,
  draft: Draft,
  name: OwnName,
  now: Date,
): Promise<Written> {
  const article = await holdArticle(tx, draft.slug)
  if (!article) return { kind: 'gone' }
  const may = await mayWrite(tx, readerId, article, now)
  if (may.kind === 'may_not') return { kind: 'refused', why: may }
  const parent = await answered(tx, draft.replyTo, article.id)
  if (parent.kind !== 'fine') return parent
  if (name.kind === 'new' && (await writerName(tx, readerId)) === null)
    await setWriterName(tx, readerId, { name: name.name, folded: name.look, namedAt: now })
  const isHeld = !name.isStaff && saysHeldWord(draft.body, await allHoldWords(tx))
  const state = isHeld ? 'held' : 'visible'
  const added = await addComment(tx, {
    articleId: article.id,
    readerId,
    parentId: parent.threadId,
    body: draft.body,
    state,
    heldFor: isHeld ? 'word' : null,
    byStaff: name.isStaff,
    onceKey: draft.form,
    createdAt: now,
  })
  if (added) return written(added.id, parent.threadId, state)
  // The same form came twice at once, or somebody else's form has this number, which nobody can make by chance.
  const first = await commentOfForm(tx, readerId, draft.form)
  if (!first || first.state === 'removed') return { kind: 'gone' }
  return written(first.id, first.parentId, first.state)
}

const written = (id: string, parentId: string | null, state: 'visible' | 'held'): Written => ({
  kind: 'written',
  id,
  threadId: parentId ?? id,
  state,
})

type Answered =
  | { kind: 'fine'; threadId: string | null }
  | { kind: 'gone' }
  | { kind: 'thread_full' }

/** The thread that an answer goes to. An answer to an answer goes to the same: threads have one step. */
async function answered(
  tx: AppTransaction,
  replyTo: string | null,
  articleId: string,
): Promise<Answered> {
  if (replyTo === null) return { kind: 'fine', threadId: null }
  const first = await findComment(tx, replyTo)
  const threadId = first?.parentId ?? replyTo
  await holdComment(tx, threadId, 'share')
  const comment = await findComment(tx, replyTo)
  if (comment?.articleId !== articleId || comment.state !== 'visible') return { kind: 'gone' }
  if ((await countAnswers(tx, threadId)) >= MOST_ANSWERS) return { kind: 'thread_full' }
  return { kind: 'fine', threadId }
}
