import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, foldWords, lookOf } from './fold.ts'
import { readHoldWord, saysHeldWord } from './hold.ts'

const word = (typed: string) => {
  const read = readHoldWord(typed)
  if (!read) throw new Error(`${typed} is no word`)
  return read
}

test.each([
  ['You are an IDIOT!', 'idiot', true],
  ['You ïdíot', 'idiot', true],
  ['You idi\u00ADot, you id\u200Biot', 'idiot', true],
  ['idiotic', 'idiot', false],
  ['an idiot-proof lock', 'idiot', true],
  ['buy, cheap: pills', 'buy cheap pills', true],
  ['buy cheap old pills', 'buy cheap pills', false],
  ['ＩＤＩＯＴ', 'Idiot', true],
  ['nothing of the kind', 'idiot', false],
  ['(a+)+$ aaaaaaaaaaaaaaaaaaaaaaaa', '(a+)+$', true],
])('%j says %j: %s', (body, held, says) => {
  expect(saysHeldWord(body, [word('unheard'), word(held)])).toBe(says)
})

test.each(['', '  ', '!!!', 'x'.repeat(81)])('%j is no word for the list', (typed) => {
  expect(readHoldWord(typed)).toBeNull()
})

test('folding twice is folding once, and a word on the list is found wherever it stands alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (typed, before, after) => {
      expect(fold(fold(typed))).toBe(fold(typed))
      expect(foldWords(foldWords(typed))).toBe(foldWords(typed))
      expect(lookOf(lookOf(typed))).toBe(lookOf(typed))
      const held = readHoldWord(typed)
      expect(held === null || saysHeldWord(`${before} ${typed} ${after}`, [held])).toBe(true)
    }),
  )
})
