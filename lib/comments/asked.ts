import type { AskedPage } from './read.ts'

/** What an address says of the comments it wants; each may be there more than once. */
export type CommentsQuery = Partial<Record<'order' | 'page' | 'show' | 'thread', string | string[]>>

/**
 * Reads which comments an address asks for: a page of all, of the picks, or one thread. Null for
 * whatever has no page of ours, so that nothing can be asked for under two addresses.
 */
export function readAsked(query: CommentsQuery): AskedPage | null {
  const { order, page: typed, show, thread } = query
  if (thread !== undefined) {
    const isAlone = order === undefined && typed === undefined && show === undefined
    return isAlone && typeof thread === 'string' && uuid.test(thread)
      ? { kind: 'thread', id: thread }
      : null
  }
  const page = readPage(typed)
  if (page === null) return null
  if (show !== undefined)
    return show === 'picks' && order === undefined ? { kind: 'picks', page } : null
  if (order === undefined) return { kind: 'page', order: 'newest', page }
  return order === 'oldest' ? { kind: 'page', order, page } : null
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** The first page is asked for by no number. */
function readPage(typed: string | string[] | undefined): number | null {
  if (typed === undefined) return 1
  return typeof typed === 'string' && /^([2-9]|[1-9]\d{1,3})$/.test(typed) ? Number(typed) : null
}

/** The address of comments on an article, as `readAsked` reads it. */
export function addressOf(slug: string, asked: AskedPage): string {
  const query = new URLSearchParams()
  if (asked.kind === 'thread') query.set('thread', asked.id)
  else {
    if (asked.kind === 'picks') query.set('show', 'picks')
    if (asked.kind === 'page' && asked.order === 'oldest') query.set('order', 'oldest')
    if (asked.page > 1) query.set('page', String(asked.page))
  }
  return `/articles/${slug}/comments${query.size === 0 ? '' : `?${query}`}`
}

/** The address under which a comment can be found for as long as it is shown. */
export function permalink(slug: string, comment: { id: string; threadId: string }): string {
  return `${addressOf(slug, { kind: 'thread', id: comment.threadId })}#comment-${comment.id}`
}
