import { createHmac } from 'node:crypto'
import { environment } from './runtime.ts'

/** What a token is good for. */
export type TokenPurpose =
  | 'gift'
  | 'withdrawal'
  | 'gift link'
  | 'given article'
  | 'newsletter_confirm'
  | 'newsletter_preferences'
  | 'newsletter_leave'

/**
 * A token of 192 bits that only this publication can make, for one thing and one purpose: it is put
 * into a mail when that is sent, kept nowhere, and found again by its hash. Safe in an address.
 * It is made of `AUTH_SECRET`: with another secret, links that are recomputed (withdrawal, newsletters) lead nowhere, and
 * codes that are found by their hash (gifts, gift links) stay good but cannot be shown again.
 */
export function deriveToken(purpose: TokenPurpose, id: string): string {
  return createHmac('sha256', environment().authSecret)
    .update(`${purpose}\n${id}`)
    .digest()
    .subarray(0, 24)
    .toString('base64url')
}
