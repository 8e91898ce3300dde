/** How alike two words have to be, of 1, as for PostgreSQL: two letters that changed places in a word of seven. */
const ALIKE = 0.3

/** The word of these that is most like this one, in its spelling; null when it is among them, or none is like it. */
export function nearestWord(word: string, known: string[]): string | null {
  const mine = word.toLowerCase()
  const others = [...new Set(known.map((one) => one.toLowerCase()))]
  if (others.includes(mine)) return null
  const [best] = others
    .map((other) => ({ other, alike: similarity(mine, other) }))
    .toSorted((a, b) => b.alike - a.alike)
  return best && best.alike >= ALIKE ? best.other : null
}

/** The share of three-letter parts that two words have in common, as PostgreSQL's pg_trgm reckons it. */
export function similarity(a: string, b: string): number {
  const [mine, theirs] = [partsOf(a), partsOf(b)]
  const shared = [...mine].filter((part) => theirs.has(part)).length
  return shared / (mine.size + theirs.size - shared)
}

function partsOf(word: string): Set<string> {
  const padded = `  ${word} `
  return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)))
}
