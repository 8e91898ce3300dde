import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { changeComment, holdComment } from '#db/queries/comment-writing.ts'
import {
  addHoldWord,
  closeArticle,
  commentForDesk,
  type DeskRow,
  dropBan,
  dropHoldWord,
  setBan,
  settleReports,
} from '#db/queries/moderation.ts'
import { withChangeAhead } from '#lib/changes-ahead.ts'
import { readLine } from './body.ts'
import { readHoldWord } from './hold.ts'

/** Who moderates: a member of staff, or the operator at the terminal. */
export type Moderator = { id: string | null; label: string }

/** What came of it: `nothing` when it was so already, or the comment is gone. */
export type Moderated = 'done' | 'nothing'

type Step = {
  /** What to change; null when there is nothing to do. */
  changes: (row: DeskRow) => Parameters<typeof changeComment>[2] | null
  action: string
  detail?: Record<string, unknown>
  /** Whether staff have looked at what readers reported. */
  settles: boolean
}

/** Lets a comment stand: reports are settled, and more of them do not take it away. Brings back what staff removed. */
export async function approveComment(db: AppDatabase, moderator: Moderator, id: string, now: Date) {
  return moderate(db, moderator, id, now, {
    action: 'Let a comment stand',
    settles: true,
    changes: (row) =>
      row.removedBy === 'writer' ||
      (row.state === 'visible' && row.openReports === 0 && row.approvedAt !== null)
        ? null
        : { state: 'visible', heldFor: null, removedBy: null, removedWhy: null, approvedAt: now },
  })
}

/** Removes a comment. The words are kept for staff; whoever wrote it sees why. */
export async function removeComment(
  db: AppDatabase,
  moderator: Moderator,
  { id, why: typed }: { id: string; why: string },
  now: Date,
) {
  const why = readLine(typed, 300)
  return moderate(db, moderator, id, now, {
    action: 'Removed a comment',
    detail: { why },
    settles: true,
    changes: (row) =>
      row.state === 'removed'
        ? null
        : {
            state: 'removed',
            removedBy: 'staff',
            removedWhy: why,
            heldFor: null,
            pickedAt: null,
            approvedAt: null,
          },
  })
}

/** Takes a comment away until somebody decides. */
export async function holdForStaff(db: AppDatabase, moderator: Moderator, id: string, now: Date) {
  return moderate(db, moderator, id, now, {
    action: 'Held a comment',
    settles: false,
    changes: ({ state }) =>
      state === 'visible'
        ? { state: 'held', heldFor: 'staff', pickedAt: null, approvedAt: null }
        : null,
  })
}

/** Picks a comment out for readers, or takes that back. */
export async function pickComment(
  db: AppDatabase,
  moderator: Moderator,
  { id, pick }: { id: string; pick: boolean },
  now: Date,
) {
  return moderate(db, moderator, id, now, {
    action: pick ? 'Picked a comment' : 'Took a pick back',
    settles: false,
    changes: ({ state, picked }) =>
      state === 'visible' && picked !== pick ? { pickedAt: pick ? now : null } : null,
  })
}

async function moderate(
  db: AppDatabase,
  moderator: Moderator,
  id: string,
  now: Date,
  step: Step,
): Promise<Moderated> {
  const found = await commentForDesk(db, id)
  if (!found) return 'nothing'
  return withChangeAhead(db, `article ${found.slug}`, () =>
    db.transaction(async (tx) => {
      await holdComment(tx, id, 'update')
      const row = await commentForDesk(tx, id)
      const changes = row ? step.changes(row) : null
      if (!row || !changes) return 'nothing'
      await changeComment(tx, id, changes)
      if (step.settles) await settleReports(tx, id, now)
      await note(tx, moderator, step.action, row.readerId, { comment: id, ...step.detail })
      return 'done'
    }),
  )
}

async function note(
  tx: AppTransaction,
  moderator: Moderator,
  action: string,
  subjectId: string | null,
  detail: Record<string, unknown>,
): Promise<void> {
  await addAuditEntry(tx, {
    actorId: moderator.id,
    actor: moderator.label,
    action,
    ...(subjectId === null ? {} : { subjectId }),
    detail,
  })
}

/** Bans whoever wrote a comment from writing, until a moment or, with null, for good. Others stand as they are. */
export async function banWriter(
  db: AppDatabase,
  moderator: Moderator,
  { commentId, why: typed, until }: { commentId: string; why: string; until: Date | null },
  now: Date,
): Promise<Moderated | 'staff'> {
  return db.transaction(async (tx) => {
    const found = await commentForDesk(tx, commentId)
    if (!found || found.readerId === null) return 'nothing'
    // Who works here is told in person.
    if (found.byStaff) return 'staff'
    const why = readLine(typed, 300)
    await setBan(tx, { readerId: found.readerId, why, by: moderator.label, createdAt: now, until })
    await note(tx, moderator, 'Banned from commenting', found.readerId, {
      comment: commentId,
      why,
      until: until?.toISOString() ?? null,
    })
    return 'done'
  })
}

/** Lets whoever wrote a comment write again. */
export async function liftBan(
  db: AppDatabase,
  moderator: Moderator,
  commentId: string,
): Promise<Moderated> {
  return db.transaction(async (tx) => {
    const found = await commentForDesk(tx, commentId)
    if (!found || found.readerId === null || !(await dropBan(tx, found.readerId))) return 'nothing'
    await note(tx, moderator, 'Lifted a ban from commenting', found.readerId, {
      comment: commentId,
    })
    return 'done'
  })
}

/** Closes the comments of the article that a comment stands under, or opens them again. */
export async function closeComments(
  db: AppDatabase,
  moderator: Moderator,
  { commentId, close }: { commentId: string; close: boolean },
  now: Date,
): Promise<Moderated> {
  return db.transaction(async (tx) => {
    const found = await commentForDesk(tx, commentId)
    if (!found || !(await closeArticle(tx, found.articleId, close ? now : null))) return 'nothing'
    const action = close ? 'Closed the comments of an article' : 'Opened the comments of an article'
    await note(tx, moderator, action, null, { article: found.slug })
    return 'done'
  })
}

/** Adds a word for which comments are held from now on. */
export async function addWord(
  db: AppDatabase,
  moderator: Moderator,
  typed: string,
  now: Date,
): Promise<Moderated | 'no_word'> {
  const word = readHoldWord(typed)
  if (!word) return 'no_word'
  return db.transaction(async (tx) => {
    if (!(await addHoldWord(tx, { ...word, addedBy: moderator.label, addedAt: now })))
      return 'nothing'
    await note(tx, moderator, 'Added a word that holds comments', null, { word: word.word })
    return 'done'
  })
}

/** Takes a word off that list. What was held for it stays held. */
export async function dropWord(
  db: AppDatabase,
  moderator: Moderator,
  folded: string,
): Promise<Moderated> {
  return db.transaction(async (tx) => {
    if (!(await dropHoldWord(tx, folded))) return 'nothing'
    await note(tx, moderator, 'Took a word off those that hold comments', null, { word: folded })
    return 'done'
  })
}
