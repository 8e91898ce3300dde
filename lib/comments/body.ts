/** Characters that a comment may have at most. */
export const LONGEST_COMMENT = 2500

/** What was typed, as it is kept, or what is wrong with it. */
export type Body =
  | { kind: 'fine'; body: string }
  | { kind: 'empty' }
  | { kind: 'too_long'; length: number }

/**
 * Reads what somebody typed as a comment: plain text, one kind of line break, no more than one empty
 * line together, and nothing that nobody sees or that turns the writing of others around.
 */
export function readBody(typed: string): Body {
  const body = tidy(typed)
  if (body === '') return { kind: 'empty' }
  const length = Array.from(body).length
  return length > LONGEST_COMMENT ? { kind: 'too_long', length } : { kind: 'fine', body }
}

/** A short text on one line, such as a note or a reason. */
export function readLine(typed: string, longest: number): string {
  return Array.from(tidy(typed).replaceAll(/\s+/g, ' ')).slice(0, longest).join('').trim()
}

/** Parts of emoji and of words in scripts that need them to join, or not to. */
const JOINERS = '\u200C\u200D'

function tidy(typed: string): string {
  return (
    typed
      .replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
      .replaceAll('\t', ' ')
      .replaceAll(new RegExp(`(?![${JOINERS}\\n])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}]`, 'gu'), '')
      .normalize('NFC')
      // Marks piled on one letter run over the lines of others.
      .replaceAll(/(\p{M}{4})\p{M}+/gu, '$1')
      .replaceAll(/(?<![^\S\n])[^\S\n]+\n/g, '\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .replace(new RegExp(`^[\\s${JOINERS}]+`, 'u'), '')
      .replace(new RegExp(`(?<![\\s${JOINERS}])[\\s${JOINERS}]+$`, 'u'), '')
  )
}
