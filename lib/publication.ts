import { identity } from '../publication.ts'
import type { Identity } from './identity/identity.ts'

/** Whose publication this is, as `publication.ts` at the root of the house says it. */
export const publication: Identity = identity

/** Who may write comments: everybody with an account, or only those whose subscription runs. */
export type CommentWriters = 'registered' | 'subscriber'

/**
 * Comments under articles. Who may read an article reads its comments. `writers` says who writes them; null: there are
 * no comments, and none is shown. Staff can close those of one article.
 */
export const comments: { writers: CommentWriters | null } = { writers: 'registered' }
