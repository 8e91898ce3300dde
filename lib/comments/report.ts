import type { AppDatabase } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import {
  addReport,
  changeComment,
  countOpenReports,
  findComment,
  holdComment,
  type OneComment,
} from '#db/queries/comment-writing.ts'
import { decideAccess } from '#lib/access/decide.ts'
import { withChangeAhead } from '#lib/changes-ahead.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { comments as settings } from '#lib/publication.ts'
import { readLine } from './body.ts'
import { isHeldByReports } from './decide.ts'
import { type Paragraph, toParagraphs } from './parts.ts'

/** Why somebody reports a comment, in the words of the form. */
export const reportReasons = {
  abuse: 'It is abusive, hateful or threatening',
  false: 'It states something false as a fact',
  private: 'It says who or where somebody is',
  spam: 'It advertises something',
  off_topic: 'It has nothing to do with the article',
  other: 'Something else',
} as const

export type ReportReason = keyof typeof reportReasons

/** A comment that a reader may see, to be answered or reported. */
export type SeenComment = {
  id: string
  threadId: string
  slug: string
  headline: string
  name: string | null
  paragraphs: Paragraph[]
  createdAt: Date
  own: boolean
}

/**
 * A comment as this reader may see it: null when it is not shown to anybody, and when they may not read the
 * article, so that nobody can tell the one from the other.
 */
export async function seeComment(
  db: AppDatabase,
  readerId: string,
  id: string,
  now: Date,
): Promise<SeenComment | null> {
  const found = await visibleTo(db, readerId, id, now)
  if (!found) return null
  const { parentId, slug, headline, name, body, createdAt } = found
  return {
    id,
    threadId: parentId ?? id,
    slug,
    headline,
    name,
    paragraphs: toParagraphs(body),
    createdAt,
    own: found.readerId === readerId,
  }
}

async function visibleTo(
  db: AppDatabase,
  readerId: string,
  id: string,
  now: Date,
): Promise<OneComment | null> {
  if (settings.writers === null) return null
  const found = await findComment(db, id)
  if (found?.state !== 'visible') return null
  const facts = await accessRowsOfReader(db, readerId)
  return decideAccess(found.accessLevel, facts, now).granted ? found : null
}

/** What came of a report. Reporting twice is reporting once. */
export type Reported =
  | { kind: 'reported'; slug: string }
  | { kind: 'own' }
  | { kind: 'gone' }
  | { kind: 'limited'; retryAfterSeconds: number }

/** Tells staff that a comment should not stand. When enough readers say so, it is held until they have looked. */
export async function reportComment(
  db: AppDatabase,
  readerId: string,
  report: { id: string; reason: ReportReason; note: string },
  now: Date,
): Promise<Reported> {
  const { id, reason } = report
  const seen = await visibleTo(db, readerId, id, now)
  if (!seen) return { kind: 'gone' }
  if (seen.readerId === readerId) return { kind: 'own' }
  const turn = await takeTurn(db, limits.commentReports, readerId)
  if (turn.kind === 'limited') return turn
  const note = readLine(report.note, 500)
  const isNew = await addReport(db, { commentId: id, readerId, reason, note, createdAt: now })
  if (isNew && isHeldByReports(seen, await countOpenReports(db, id))) await holdForReports(db, seen)
  return { kind: 'reported', slug: seen.slug }
}

/** Staff may have looked meanwhile, so it is looked at again. */
async function holdForReports(db: AppDatabase, { id, slug }: OneComment): Promise<void> {
  await withChangeAhead(db, `article ${slug}`, () =>
    db.transaction(async (tx) => {
      await holdComment(tx, id, 'update')
      const found = await findComment(tx, id)
      if (!found || !isHeldByReports(found, await countOpenReports(tx, id))) return
      await changeComment(tx, id, { state: 'held', heldFor: 'reports', pickedAt: null })
    }),
  )
}
