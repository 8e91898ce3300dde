import type { ShownComment } from '#db/queries/comments.ts'
import { type Paragraph, toParagraphs } from './parts.ts'

/** A comment as a page shows it. `gone`: its words are not shown, and why. */
export type CommentView = {
  id: string
  /** Of the comment whose thread it stands in: its own, when it is no reply. */
  threadId: string
  /** Null when whoever wrote it has no name any more. */
  name: string | null
  byStaff: boolean
  picked: boolean
  createdAt: Date
  editedAt: Date | null
  paragraphs: Paragraph[]
  gone: 'writer' | 'staff' | 'held' | null
}

/** A comment with its answers; `more` of them are not here. */
export type Thread = CommentView & { answers: CommentView[]; more: number }

/** Makes of a row what a page shows. */
export function toView(row: ShownComment): CommentView {
  return {
    id: row.id,
    threadId: row.parentId ?? row.id,
    name: row.name,
    byStaff: row.byStaff && row.state === 'visible',
    picked: row.pickedAt !== null,
    createdAt: row.createdAt,
    editedAt: row.state === 'visible' ? row.editedAt : null,
    paragraphs: row.state === 'visible' ? toParagraphs(row.body) : [],
    gone: row.state === 'visible' ? null : row.state === 'held' ? 'held' : row.removedBy,
  }
}
