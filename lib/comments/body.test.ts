import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LONGEST_COMMENT, readBody, readLine } from './body.ts'

test.each([
  ['  Well said.  ', 'Well said.'],
  ['One\r\nTwo\rThree', 'One\nTwo\nThree'],
  ['One\n\n\n\n\nTwo', 'One\n\nTwo'],
  ['One   \nTwo', 'One\nTwo'],
  ['A\u0000B\u0007C', 'ABC'],
  ['\u202Egnp.exe\u202C', 'gnp.exe'],
  ['zero\u200Bwidth', 'zerowidth'],
  ['👩\u200D🌾 na\u0301', '👩\u200D🌾 ná'],
  ['<b>bold</b> & "quoted"', '<b>bold</b> & "quoted"'],
])('%j is kept as %j', (typed, body) => {
  expect(readBody(typed)).toEqual({ kind: 'fine', body })
})

test.each(['', '   \n\n ', '\u200B\u200D', '\u2028'])('%j says nothing', (typed) => {
  expect(readBody(typed)).toEqual({ kind: 'empty' })
})

test('marks piled on one letter are cut', () => {
  expect(readBody(`Z${'\u0334'.repeat(60)}algo`)).toEqual({
    kind: 'fine',
    body: `Z${'\u0334'.repeat(4)}algo`,
  })
})

test('letters are counted as people do', () => {
  expect(readBody('🐟'.repeat(LONGEST_COMMENT)).kind).toBe('fine')
  expect(readBody('🐟'.repeat(LONGEST_COMMENT + 1))).toEqual({
    kind: 'too_long',
    length: LONGEST_COMMENT + 1,
  })
})

test('what is kept is kept as it is when it is typed again, and PostgreSQL can hold it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      const read = readBody(typed)
      if (read.kind !== 'fine') return
      expect(readBody(read.body)).toEqual(read)
      expect(read.body).not.toMatch(/[\0\r\u202A-\u202E\u2066-\u2069]|\n{3}/u)
      expect(read.body.isWellFormed()).toBe(true)
    }),
  )
})

test('a note is one line, and is cut', () => {
  expect(readLine(' It names\nmy street.  ', 100)).toBe('It names my street.')
  expect(readLine('🐟🐟🐟', 2)).toBe('🐟🐟')
})

// As much as a form may send. Tried from each of its spaces, it would take minutes.
test('spaces without end are no work', () => {
  const spaces = ' '.repeat(1_000_000)
  expect(readBody(`${spaces}a${spaces}b`)).toMatchObject({ kind: 'too_long' })
  expect(readLine(`a${spaces}b\n`, 100)).toBe('a b')
})
