import type { ReaderClass } from '#lib/access/level.ts'
import { comments } from '#lib/publication.ts'

/** What a page of comments knows of who reads it, and whether more may be written. */
export type Ways = { slug: string; closed: boolean; readerClass: ReaderClass }

/** Whether this class of reader is offered to write; whether one of them may is decided when they do. */
export function offersWriting({ closed, readerClass }: Ways): boolean {
  return !closed && (comments.writers !== 'subscriber' || readerClass === 'subscriber')
}

/** The address for writing, or for answering a comment. */
export function writeAddress({ slug, readerClass }: Ways, replyTo?: string): string {
  const query = { article: slug, ...(replyTo === undefined ? {} : { reply: replyTo }) }
  return signedIn(readerClass, `/comments/write?${new URLSearchParams(query)}`)
}

/** The address for reporting a comment. */
export function reportAddress({ readerClass }: Ways, comment: string): string {
  return signedIn(readerClass, `/comments/report?${new URLSearchParams({ comment })}`)
}

/** Who is nobody yet goes by way of signing in. */
const signedIn = (readerClass: ReaderClass, path: string) =>
  readerClass === 'anonymous' ? `/sign-in?${new URLSearchParams({ to: path })}` : path
