import { hashToken } from '#lib/auth/hash.ts'
import { deriveToken } from '#lib/derived-token.ts'

/** As `deriveToken` makes them. */
const shape = /^[A-Za-z0-9_-]{32}$/

/** The token of a link: its address, and by which hash it is found. */
export function tokenOf(linkId: string): { path: string; hash: string } {
  const token = deriveToken('gift link', linkId)
  return { path: `/gift-links/${token}`, hash: hashToken(token) }
}

/** By which hash a token is found that somebody came with; null for what can be none. */
export const hashOfToken = (token: string): string | null =>
  shape.test(token) ? hashToken(token) : null
