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
export type RunIndex = { find: (text: string) => { owner: string; run: string }[] }

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
  const idsOf = (text: string) => wordsOf(text).flatMap((word) => vocabulary.get(word) ?? [])
  const owners = new Map<string, Set<string>>()
  // Two gated words in their order: where none stand, no run has to be looked up.
  const pairs = new Set<number>()
  const pairOf = (first: number, second: number) => first * vocabulary.size + second
  for (const { owner, text } of gated) {
    const ids = idsOf(text)
    for (const [at, id] of ids.entries()) pairs.add(pairOf(id, ids[at + 1] ?? 0))
    for (const key of keysOf(ids)) owners.set(key, (owners.get(key) ?? new Set()).add(owner))
  }
  for (const text of open) for (const key of keysOf(idsOf(text))) owners.delete(key)
  const spelling = [...vocabulary.keys()]
  const spell = (key: string) => key.split(' ').map((id) => spelling[Number(id)])
  return {
    find: (text) => {
      const found = new Map<string, string>()
      const ids = idsOf(text)
      let inOrder = 1
      for (let at = 1; at < ids.length; at++) {
        inOrder = pairs.has(pairOf(ids[at - 1] ?? 0, ids[at] ?? 0)) ? inOrder + 1 : 1
        if (inOrder < RUN) continue
        const key = ids.slice(at + 1 - RUN, at + 1).join(' ')
        for (const owner of owners.get(key) ?? [])
          if (!found.has(owner)) found.set(owner, spell(key).join(' '))
      }
      return [...found].map(([owner, run]) => ({ owner, run }))
    },
  }
}

function keysOf(known: number[]): string[] {
  const keys: string[] = []
  for (let at = 0; at + RUN <= known.length; at++) keys.push(known.slice(at, at + RUN).join(' '))
  return keys
}
