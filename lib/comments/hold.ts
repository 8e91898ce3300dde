import { foldWords } from './fold.ts'

/** A word or words for which a comment waits, as staff typed them and as they are compared. */
export type HoldWord = { word: string; folded: string }

/** Reads a word for the list; null when nothing of it is a letter or a digit. */
export function readHoldWord(typed: string): HoldWord | null {
  const word = typed.normalize('NFC').trim().replaceAll(/\s+/g, ' ')
  const folded = foldWords(word).trim()
  return folded === '' || folded.length > 80 ? null : { word, folded }
}

/**
 * Whether a comment says one of these words. Whole words, whatever their case and accents; what
 * stands between the words of one does not matter. No patterns, so that nobody can write one that never ends.
 */
export function saysHeldWord(body: string, words: readonly { folded: string }[]): boolean {
  const said = foldWords(body)
  return words.some(({ folded }) => said.includes(` ${folded} `))
}
