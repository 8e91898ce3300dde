import { FOUND } from '#db/queries/search.ts'

/** A piece of text, and whether it is what was searched for. */
export type Marked = { text: string; found: boolean }

/** Cuts what PostgreSQL marked into pieces: text, never HTML. A mark without its end goes to the end. */
export function markFound(snippet: string): Marked[] {
  return snippet
    .split(FOUND.start)
    .flatMap((part, place): Marked[] => {
      if (place === 0) return [{ text: part.replaceAll(FOUND.end, ''), found: false }]
      const end = part.indexOf(FOUND.end)
      if (end === -1) return [{ text: part, found: true }]
      return [
        { text: part.slice(0, end), found: true },
        { text: part.slice(end + 1).replaceAll(FOUND.end, ''), found: false },
      ]
    })
    .filter(({ text }) => text !== '')
}
