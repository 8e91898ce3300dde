import { createHmac, hash, randomBytes, randomInt } from 'node:crypto'

/** SHA-256 in hex. Enough for tokens of 128 bits or more, which cannot be guessed from their hash. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'hex')
}

/** Hash of something short enough to be guessed, such as a six-digit code: keyed with our secret. */
export function hashShort(value: string, secret: string): string {
  return createHmac('sha256', secret).update(value).digest('hex')
}

/** A token nobody guesses: 256 bits, safe in an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** A code a person can type: six digits, each as likely as the other. */
export function newCode(): string {
  return randomInt(0, 1_000_000).toString().padStart(6, '0')
}
