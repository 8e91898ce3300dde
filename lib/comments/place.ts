import type { AppDatabase, AppTransaction } from '#db/client.ts'
import {
  addComment,
  addReport,
  articleToComment,
  changeComment,
  setWriterName,
} from '#db/queries/comment-writing.ts'
import { ensureReader } from '#db/queries/readers.ts'
import { addHoldWord } from '#db/queries/moderation.ts'
import { lookOf } from './fold.ts'
import { readHoldWord } from './hold.ts'

/** A comment that was written elsewhere, to be placed as it was. */
export type Placed = {
  email: string
  name: string
  body: string
  at: Date
  edited: Date | null
  picked: boolean
  held: boolean
  /** Readers who reported it, by their addresses. */
  reportedBy: string[]
}

/** A thread that was written elsewhere. */
export type PlacedThread = Placed & { answers: Placed[] }

/**
 * Places comments as they were written, with their writers, an account for each address: for the demo, and for
 * whoever comes from another system. Nothing is decided, counted or held. Returns how many were placed.
 */
export async function placeComments(
  db: AppDatabase,
  slug: string,
  threads: PlacedThread[],
): Promise<number> {
  const article = await articleToComment(db, slug)
  if (!article) throw new Error(`There is no article ${slug} to place comments under.`)
  return db.transaction(async (tx) => {
    for (const { answers, ...thread } of threads) {
      const parentId = await place(tx, article.id, null, thread)
      for (const answer of answers) await place(tx, article.id, parentId, answer)
    }
    return threads.reduce((count, { answers }) => count + 1 + answers.length, 0)
  })
}

async function place(
  tx: AppTransaction,
  articleId: string,
  parentId: string | null,
  placed: Placed,
): Promise<string> {
  const { email, name, body, at, edited, picked, held, reportedBy } = placed
  const { id: readerId } = await ensureReader(tx, { email, name: null })
  await setWriterName(tx, readerId, { name, folded: lookOf(name), namedAt: at })
  const added = await addComment(tx, {
    articleId,
    readerId,
    parentId,
    body: body.trim(),
    state: held ? 'held' : 'visible',
    heldFor: held ? 'word' : null,
    createdAt: at,
  })
  if (!added) throw new Error('A comment without a form was taken for one that is there.')
  if (edited || picked)
    await changeComment(tx, added.id, { editedAt: edited, pickedAt: picked ? at : null })
  for (const reporter of reportedBy) {
    const { id } = await ensureReader(tx, { email: reporter, name: null })
    await addReport(tx, { commentId: added.id, readerId: id, reason: 'false' })
  }
  return added.id
}

/** Puts words on the list of those that hold comments. */
export async function placeHoldWords(
  db: AppDatabase,
  words: string[],
  addedBy: string,
): Promise<void> {
  for (const typed of words) {
    const word = readHoldWord(typed)
    if (word) await addHoldWord(db, { ...word, addedBy })
  }
}
