import { foldWords, lookOf } from './fold.ts'

/** A name to write under, as it is shown, or what is wrong with it. */
export type Name =
  | { kind: 'fine'; name: string; look: string }
  | { kind: 'too_short' }
  | { kind: 'too_long' }
  /** An address, or signs that no name has. */
  | { kind: 'no_name' }
  /** Letters of scripts that are mixed to look like one. */
  | { kind: 'mixed' }
  /** The name of somebody who writes or works here, or of the publication. */
  | { kind: 'of_staff' }

export const LONGEST_NAME = 40

/** Words by which readers take somebody for one of us. */
const offices = [
  'admin',
  'administrator',
  'editor',
  'editors',
  'moderator',
  'mod',
  'newsroom',
  'staff',
]

/** Who must not be impersonated: names of authors and staff, and the publication's own. */
export type Protected = { people: string[]; publication: string; own: string | null }

/**
 * Reads the name that somebody wants to write under. Names need not be unique. Who works here may
 * use their own.
 */
export function readName(typed: string, { people, publication, own }: Protected): Name {
  const name = typed
    .normalize('NFC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .replaceAll(/\s+/g, ' ')
  const length = Array.from(name).length
  if (length < 2) return { kind: 'too_short' }
  if (length > LONGEST_NAME) return { kind: 'too_long' }
  if (!isName(name)) return { kind: 'no_name' }
  if (mixesScripts(name)) return { kind: 'mixed' }
  const look = lookOf(name)
  if (own !== null && look === lookOf(own)) return { kind: 'fine', name, look }
  return isOfStaff(name, look, people, publication)
    ? { kind: 'of_staff' }
    : { kind: 'fine', name, look }
}

/** Letters, digits, and what stands between them in names. A dot ends an initial, and begins no domain. */
const isName = (name: string) =>
  /^[\p{L}\p{M}\p{N} .'’‐-]+$/u.test(name) &&
  /\p{L}/u.test(name) &&
  !/\.[^\s.]/u.test(name) &&
  !/\p{M}{4}/u.test(name.normalize('NFD'))

const mixesScripts = (name: string) =>
  [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u].filter((script) =>
    script.test(name),
  ).length > 1

function isOfStaff(name: string, look: string, people: string[], publication: string): boolean {
  if (people.some((one) => lookOf(one) === look)) return true
  const ours = foldWords(publication).trim().replace(/^the /, '')
  if (look.includes(lookOf(ours))) return true
  const words = foldWords(name).trim().split(' ').map(lookOf)
  return offices.some((office) => words.includes(lookOf(office)) || lookOf(office) === look)
}
