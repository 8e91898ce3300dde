import type { AppDatabase } from '#db/client.ts'
import {
  commentForDesk,
  commentsForDesk,
  type DeskRow,
  holdWords,
  type Queue,
  queueLengths,
  recordOf,
  reportsOf,
  runningBan,
} from '#db/queries/moderation.ts'
import { type Paragraph, toParagraphs } from './parts.ts'
import { reportReasons } from './report.ts'

export type { Queue }

/** A comment as staff see it: with its state and reports, and without the address of who wrote it. */
export type DeskComment = {
  id: string
  threadId: string
  isAnswer: boolean
  name: string | null
  byStaff: boolean
  paragraphs: Paragraph[]
  state: DeskRow['state']
  heldFor: DeskRow['heldFor']
  removedBy: DeskRow['removedBy']
  removedWhy: string | null
  picked: boolean
  approved: boolean
  createdAt: Date
  editedAt: Date | null
  openReports: number
  article: { slug: string; headline: string; accessLevel: DeskRow['accessLevel']; closed: boolean }
}

const PAGE = 30

/** A page of one queue, and how many wait in each. */
export async function readQueue(
  db: AppDatabase,
  { queue, search, page }: { queue: Queue; search: string; page: number },
) {
  const [rows, waiting] = await Promise.all([
    commentsForDesk(db, { queue, search, limit: PAGE + 1, offset: (page - 1) * PAGE }),
    queueLengths(db),
  ])
  return { waiting, comments: rows.slice(0, PAGE).map(toDesk), more: rows.length > PAGE }
}

/** One comment with what readers said of it, what it answers, and the record of who wrote it; null when there is none. */
export async function readForDesk(db: AppDatabase, id: string, now: Date) {
  const row = await commentForDesk(db, id)
  if (!row) return null
  const [reports, parent, record, ban] = await Promise.all([
    reportsOf(db, id),
    row.parentId === null ? null : commentForDesk(db, row.parentId),
    row.readerId === null ? null : recordOf(db, row.readerId),
    row.readerId === null ? null : runningBan(db, row.readerId, now),
  ])
  return {
    comment: toDesk(row),
    reports: reports.map((one) => ({ ...one, reason: reportReasons[one.reason] })),
    answers: parent && toDesk(parent),
    record,
    ban,
  }
}

/** The words for which comments wait, with who added each. */
export async function readHoldWords(db: AppDatabase) {
  return holdWords(db)
}

function toDesk(row: DeskRow): DeskComment {
  const { slug, headline, accessLevel, closed } = row
  return {
    id: row.id,
    threadId: row.parentId ?? row.id,
    isAnswer: row.parentId !== null,
    name: row.name,
    byStaff: row.byStaff,
    paragraphs: row.body === '' ? [] : toParagraphs(row.body),
    state: row.state,
    heldFor: row.heldFor,
    removedBy: row.removedBy,
    removedWhy: row.removedWhy,
    picked: row.picked,
    approved: row.approvedAt !== null,
    createdAt: row.createdAt,
    editedAt: row.editedAt,
    openReports: row.openReports,
    article: { slug, headline, accessLevel, closed },
  }
}
