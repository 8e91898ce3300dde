import { createHash } from 'node:crypto'

/** Letters that no accent is taken from. */
const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  '&': ' and ',
  '€': ' euro ',
  '£': ' pound ',
}

const LONGEST = 80

/** The address of an article or shelf: from its name, at most 80 characters, cut between words. */
export function slugOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[ßæœøłđðþıħ&€£]/g, (letter) => letters[letter] ?? '')
    .normalize('NFKD')
    .replace(/[\p{M}'’‘ʼ]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  if (plain !== '') return shortened(plain)
  // A name in another script has no address of its own that would be better than a stable one.
  return `n${createHash('sha256').update(name.normalize('NFC')).digest('hex').slice(0, 10)}`
}

function shortened(slug: string): string {
  if (slug.length <= LONGEST) return slug
  const end = slug.lastIndexOf('-', LONGEST)
  return slug.slice(0, end > 0 ? end : LONGEST)
}

/** The addresses to try when one is taken, in this order. */
export function numbered(slug: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? slug : `${slug}-${index + 1}`))
}
