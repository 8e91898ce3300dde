import { createHash } from 'node:crypto'
import type { Identity } from '#lib/identity/identity.ts'
import { publication } from '#lib/publication.ts'
import type { CardWords } from './words.ts'

/** Raised by whoever changes how cards are drawn: all of them are drawn anew then. */
const DESIGN = 1

/** What all cards of a publication have in common, as a short name: another one is another look. */
export function lookOf(identity: Identity): string {
  const { name, tagline, locale, language, direction, logo, colours, typefaces } = identity
  const { mark, wordmark } = logo
  const { light } = colours
  return nameOf([
    DESIGN,
    { name, tagline, locale, language, direction, mark, wordmark, light, typefaces },
  ])
}

/** The look of cards that are drawn now. */
export const look = lookOf(publication)

/** The name of the card with these words; null: of the card of the publication itself. */
export function cardName(words: CardWords | null): string {
  return nameOf([look, words && [words.headline, words.section, words.authors]])
}

function nameOf(drawn: unknown): string {
  return createHash('sha256').update(JSON.stringify(drawn)).digest('hex').slice(0, 32)
}
