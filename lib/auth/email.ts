import { z } from 'zod'
import { isPseudonym } from '#db/pseudonym.ts'

/** An address as accounts are kept under, or why it is none. */
export type EmailReading = { kind: 'valid'; email: string } | { kind: 'invalid'; why: string }

const shape = z.email().max(254)

/**
 * Reads an e-mail address typed by a person: trimmed and in lower case.
 *
 * Refused, although some are valid by the letter: quotes, commas and anything outside ASCII, with
 * which one string is two recipients to one parser and one to the next, or a look-alike of `@` is
 * an `@` to the second.
 */
export function readEmail(typed: string): EmailReading {
  const email = typed.trim().toLowerCase()
  if (email === '') return { kind: 'invalid', why: 'Enter your e-mail address.' }
  if (
    !/^[\u0021-\u007E]+$/.test(email) ||
    /["(),:;<>[\]\\]/.test(email) ||
    isPseudonym(email) ||
    !shape.safeParse(email).success
  )
    return {
      kind: 'invalid',
      why: 'This does not look like an e-mail address. It should read like name@example.org.',
    }
  return { kind: 'valid', email }
}
