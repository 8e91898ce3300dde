import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const [NONCE, TAG] = [12, 16]
const keyOf = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', 'foldline seal', 32))

/**
 * Seals a text that is kept for a while and may hold a secret of somebody's, such as the code of a gift in the
 * address they were at: whoever reads the database or a backup cannot. Safe in an address.
 */
export function seal(text: string, secret: string): string {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
}

/** The text again; null when it was not sealed with this secret, or was changed. */
export function unseal(sealed: string, secret: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.byteLength < NONCE + TAG) return null
  try {
    const nonce = bytes.subarray(0, NONCE)
    const cipher = createDecipheriv('aes-256-gcm', keyOf(secret), nonce, { authTagLength: TAG })
    cipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
    return Buffer.concat([cipher.update(bytes.subarray(NONCE + TAG)), cipher.final()]).toString()
  } catch {
    return null
  }
}
