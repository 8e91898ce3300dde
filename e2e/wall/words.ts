/** Runs of words: the part of a gated text that nobody types by chance. */

/** So many consecutive words of a gated text in an answer are a leak. */
export const RUN = 8

/** What is written inside a word without being seen. */
const unseen = /['’\u00ad\u200b-\u200d\u2060\ufeff]/g

/** The words of a text, in one spelling: without case, apostrophes and what cannot be seen. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase().replace(unseen, '')
  return plain.match(/[\p{L}\p{N}]+/gu) ?? []
}

/** A text by its owner: the address of the article to which it belongs. */
export type OwnedText = { owner: string; text: string }

/** Knows every run of gated words, and finds them in other texts. */
export type RunIndex = { find: (text: string) => { owner: string; run: string }[]; size: number }

/**
 * Learns all runs of the gated texts, without those that stand in a public text as well.
 *
 * Words that occur in no gated text are passed over when searching: mark-up, keys of JSON or an
 * interjection between two gated words do not hide the run.
 */
export function indexRuns(gated: OwnedText[], open: string[]): RunIndex {
  const vocabulary = new Map<string, number>()
  for (const { text } of gated)
    for (const word of wordsOf(text))
      if (!vocabulary.has(word)) vocabulary.set(word, vocabulary.size)
  const runsOf = (text: string) => {
    const known = wordsOf(text).flatMap((word) => vocabulary.get(word) ?? [])
    return { known, keys: keysOf(known) }
  }
  const owners = new Map<string, Set<string>>()
  for (const { owner, text } of gated)
    for (const key of runsOf(text).keys) owners.set(key, (owners.get(key) ?? new Set()).add(owner))
  for (const text of open) for (const key of runsOf(text).keys) owners.delete(key)
  const spelling = [...vocabulary.keys()]
  const spell = (key: string) => key.split(' ').map((id) => spelling[Number(id)])
  return {
    size: owners.size,
    find: (text) => {
      const found = new Map<string, string>()
      for (const key of runsOf(text).keys)
        for (const owner of owners.get(key) ?? [])
          if (!found.has(owner)) found.set(owner, spell(key).join(' '))
      return [...found].map(([owner, run]) => ({ owner, run }))
    },
  }
}

function keysOf(known: number[]): string[] {
  const keys: string[] = []
  for (let at = 0; at + RUN <= known.length; at++) keys.push(known.slice(at, at + RUN).join(' '))
  return keys
}
