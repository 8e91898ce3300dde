/**
 * What comes from outside, made fit for a line of the log or of a terminal: nothing in it moves a cursor,
 * begins a line or turns the order of letters round, and no secret stands in it.
 */

/** Control characters, separators of lines, and marks that turn the direction of writing. */
const moving = /[\p{Cc}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

const escaped = (character: string) =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`

/** The text with what moves things escaped as JSON does it; `except` are characters that may stay. */
export function printable(text: string, except = ''): string {
  return text.replaceAll(moving, (one) => (except.includes(one) ? one : escaped(one)))
}

const hidden = '[redacted]'

/** Secrets by their shape, wherever they stand: in an address, a header, a sentence of a library. */
const secrets: [pattern: RegExp, instead: string][] = [
  // Links of mails: sign-in, a new address, gifts, withdrawal and its receipt.
  [/([?&;](?:token|code|t|w|key|secret|password)=)[^&\s"\\#']+/gi, `$1${hidden}`],
  // A private feed.
  [/(\/feed\/)[\w-]{20,}/g, `$1${hidden}`],
  // An article that was given, and the pass to it.
  [/(\/gift-links\/)[\w-]{20,}/g, `$1${hidden}`],
  [/(foldline-given-\w{1,20}=)[^;\s"\\]+/g, `$1${hidden}`],
  [/\b(?:sk|rk)_(?:live|test)_\w+/g, hidden],
  [/\bwhsec_\w+/g, hidden],
  [/\b(Bearer|Basic) [\w.~+/=-]{8,}/gi, `$1 ${hidden}`],
  [/((?:__Host-foldline|foldline-\d{1,5})=)[^;\s"\\]+/g, `$1${hidden}`],
  // Passwords in addresses of databases, mail servers and buckets.
  [/(:\/\/[^:@/\s"\\]*):[^@/\s"\\]+@/g, `$1:${hidden}@`],
]

/** The text without secrets. */
export function withoutSecrets(text: string): string {
  return secrets.reduce((rest, [pattern, instead]) => rest.replaceAll(pattern, instead), text)
}
