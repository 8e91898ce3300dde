import { randomBytes } from 'node:crypto'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** An id that nobody can guess, and that says it is not Stripe's: `newId('cus')` is `cus_sim…`. */
export function newId(prefix: string, length = 18): string {
  // 248 is the largest multiple of 62 in a byte: without the rest every letter is equally likely.
  let letters = ''
  while (letters.length < length)
    for (const byte of randomBytes(length))
      if (byte < 248 && letters.length < length) letters += LETTERS[byte % 62]
  return `${prefix}_sim${letters}`
}
