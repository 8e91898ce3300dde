import type { AppDatabase } from '#db/client.ts'
import { commentsOfReader } from '#db/queries/comment-writing.ts'
import { changeableUntil } from './decide.ts'
import { type Paragraph, toParagraphs } from './parts.ts'

/** A comment as whoever wrote it sees it: their own words and nobody else's, whether or not they may read the article now. */
export type OwnLine = {
  id: string
  threadId: string
  /** Null when the article is not public any more. */
  slug: string | null
  headline: string
  paragraphs: Paragraph[]
  state: 'visible' | 'held' | 'removed'
  removedWhy: string | null
  picked: boolean
  createdAt: Date
  editedAt: Date | null
  changeableUntil: Date | null
}

const PAGE = 20

/** What a reader wrote, the newest first, a page of it. What they took back is not here. */
export async function ownComments(
  db: AppDatabase,
  readerId: string,
  page: number,
  now: Date,
): Promise<{ lines: OwnLine[]; more: boolean }> {
  const rows = await commentsOfReader(db, readerId, { limit: PAGE + 1, offset: (page - 1) * PAGE })
  return {
    more: rows.length > PAGE,
    lines: rows.slice(0, PAGE).map((row) => ({
      id: row.id,
      threadId: row.parentId ?? row.id,
      slug: row.isPublic ? row.slug : null,
      headline: row.headline,
      paragraphs: toParagraphs(row.body),
      state: row.state,
      removedWhy: row.removedWhy,
      picked: row.picked,
      createdAt: row.createdAt,
      editedAt: row.editedAt,
      changeableUntil: changeableUntil(row, now),
    })),
  }
}
