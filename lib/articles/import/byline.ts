/** The line that says who wrote an article. */

const by = /^(?:(?:written |words |story |text |report(?:ing)? )?by|von|par|por|di|af|av|door) +/i
const roles = /\b(?:correspondent|reporter|editor|staff|columnist|contributor|agency)\b/i
const between = /\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*/

/** The names in "By A and B", or null when the line is none: a sentence may begin with "By" as well. */
export function readByline(line: string): string[] | null {
  if (line.length > 200 || !by.test(line)) return null
  const names = namesIn(line.replace(by, ''))
  return names.length > 0 ? names : null
}

/** Names with "and", commas or ampersands between them; empty when any of them is no name. */
export function namesIn(list: string): string[] {
  const parts = list
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !roles.test(part))
  return parts.every(isName) ? parts : []
}

function isName(part: string): boolean {
  const words = part.split(' ')
  return (
    part.length <= 60 &&
    words.length <= 6 &&
    /^\p{Lu}/u.test(part) &&
    /^\p{Lu}/u.test(words.at(-1) ?? '') &&
    !/[!?:]|\d/.test(part)
  )
}
