import type { AppDatabase } from '#db/client.ts'
import { articleToComment, writerName } from '#db/queries/comment-writing.ts'
import type { Writing } from './decide.ts'
import { seeComment, type SeenComment } from './report.ts'
import { mayWrite } from './write.ts'

/** What the page for writing shows to a reader. `answers`: what they answer, null where that is not shown any more. */
export type Invitation = {
  article: { slug: string; headline: string }
  writing: Writing
  name: string | null
  answers: SeenComment | null
}

/**
 * Reads what somebody, or who is nobody yet, needs to write under an article, or to answer a comment on it; null when there is no
 * such article. What they may not read is not in it.
 */
export async function readInvitation(
  db: AppDatabase,
  readerId: string | null,
  wanted: { slug: string; replyTo: string | null },
  now: Date,
): Promise<Invitation | null> {
  const article = await articleToComment(db, wanted.slug)
  if (!article) return null
  const writing = await mayWrite(db, readerId, article, now)
  const seen =
    readerId !== null && wanted.replyTo !== null && writing.kind === 'may'
      ? await seeComment(db, readerId, wanted.replyTo, now)
      : null
  return {
    article: { slug: article.slug, headline: article.headline },
    writing,
    name: readerId === null ? null : await writerName(db, readerId),
    answers: seen?.slug === article.slug ? seen : null,
  }
}
