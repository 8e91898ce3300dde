import type { AppDatabase, AppTransaction } from '#db/client.ts'
import {
  allHoldWords,
  changeComment,
  deleteUnanswered,
  findComment,
  holdComment,
  type OneComment,
} from '#db/queries/comment-writing.ts'
import { withChangeAhead } from '#lib/changes-ahead.ts'
import { readBody } from './body.ts'
import { changeableUntil } from './decide.ts'
import { saysHeldWord } from './hold.ts'
import { mayWrite, takeWritingTurn, type Written } from './write.ts'

/** A comment of one's own that can still be changed. */
export type OwnComment = {
  id: string
  threadId: string
  slug: string
  headline: string
  body: string
  until: Date
}

/** A reader's own comment while they may change it; null when there is none, or it is too late. */
export async function ownChangeable(
  db: AppDatabase,
  readerId: string,
  id: string,
  now: Date,
): Promise<OwnComment | null> {
  const found = await findComment(db, id)
  if (!found) return null
  const until = untilFor(found, readerId, now)
  if (!until) return null
  const { parentId, slug, headline, body } = found
  return { id, threadId: parentId ?? id, slug, headline, body, until }
}

const untilFor = (found: OneComment, readerId: string, now: Date) =>
  found.readerId === readerId ? changeableUntil(found, now) : null

/** What came of changing a comment. `late`: there is none of theirs, or the ten minutes are over. */
export type Changed =
  | Exclude<Written, { kind: 'bad_name' | 'thread_full' | 'gone' }>
  | { kind: 'late' }

/**
 * Gives a reader's own comment other words. It is marked as edited and passes the list of words anew; staff
 * picked other words, and let others stand, so both end.
 */
export async function editComment(
  db: AppDatabase,
  readerId: string,
  { id, body: typed }: { id: string; body: string },
  now: Date,
): Promise<Changed> {
  const own = await ownChangeable(db, readerId, id, now)
  if (!own) return { kind: 'late' }
  const body = readBody(typed)
  if (body.kind !== 'fine') return { kind: 'bad_body', why: body }
  const turn = await takeWritingTurn(db, readerId)
  if (turn.kind === 'limited') return { kind: 'limited', retryAfterSeconds: turn.retryAfterSeconds }
  return withChangeAhead(db, `article ${own.slug}`, () =>
    db.transaction((tx) => carryOut(tx, readerId, id, body.body, now)),
  )
}

async function carryOut(
  tx: AppTransaction,
  readerId: string,
  id: string,
  body: string,
  now: Date,
): Promise<Changed> {
  await holdComment(tx, id, 'update')
  const found = await findComment(tx, id)
  if (!found || found.state === 'removed' || !untilFor(found, readerId, now))
    return { kind: 'late' }
  const may = await mayWrite(tx, readerId, found, now)
  if (may.kind === 'may_not') return { kind: 'refused', why: may }
  const isHeldNow =
    found.state === 'visible' && !found.byStaff && saysHeldWord(body, await allHoldWords(tx))
  const state = isHeldNow ? 'held' : found.state
  await changeComment(tx, id, {
    body,
    state,
    ...(isHeldNow ? { heldFor: 'word' as const } : {}),
    ...(body === found.body ? {} : { editedAt: now, pickedAt: null, approvedAt: null }),
  })
  return { kind: 'written', id, threadId: found.parentId ?? id, state }
}

/**
 * Takes a reader's own comment back: its words go for good. One that was answered leaves its place. Says where the
 * thread was; null when there is none of theirs, or the ten minutes are over. A ban and lapsed access hinder nobody.
 */
export async function takeCommentBack(
  db: AppDatabase,
  readerId: string,
  id: string,
  now: Date,
): Promise<{ slug: string } | null> {
  const own = await ownChangeable(db, readerId, id, now)
  if (!own) return null
  return withChangeAhead(db, `article ${own.slug}`, () =>
    db.transaction(async (tx) => {
      await holdComment(tx, id, 'update')
      const found = await findComment(tx, id)
      if (!found || !untilFor(found, readerId, now)) return null
      if (!(await deleteUnanswered(tx, id)))
        await changeComment(tx, id, {
          body: '',
          state: 'removed',
          removedBy: 'writer',
          heldFor: null,
          pickedAt: null,
        })
      return { slug: found.slug }
    }),
  )
}
