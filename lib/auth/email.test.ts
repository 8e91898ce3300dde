import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEmail } from './email.ts'

test.each([
  [' Ada.Reader@Example.ORG ', 'ada.reader@example.org'],
  ['a+news@example.org', 'a+news@example.org'],
])('%j is read as %s', (typed, email) => {
  expect(readEmail(typed)).toEqual({ kind: 'valid', email })
})

test.each([
  [''],
  ['ada'],
  ['ada@'],
  ['@example.org'],
  ['ada@example.org,eve@evil.example'],
  ['ada@example.org;eve@evil.example'],
  ['"ada@example.org"@evil.example'],
  ['ada＠example.org'],
  ['adа@example.org'],
  ['ada@example.org\nbcc: eve@evil.example'],
  ['ada @example.org'],
  ['<ada@example.org>'],
  ['deleted-0190b0e0-0000-7000-8000-000000000000@deleted.invalid'],
  [`${'a'.repeat(250)}@example.org`],
])('%j is refused with a sentence', (typed) => {
  expect(readEmail(typed)).toMatchObject({ kind: 'invalid', why: expect.stringMatching(/\.$/) })
})

const plain = fc.stringMatching(/^[A-Za-z0-9.+_-]{1,20}@[a-z]{1,10}\.(org|Example)$/)

test('an address that is accepted is one address, in printable ASCII and lower case', () => {
  fc.assert(
    // Not all that is drawn is accepted, so nothing may depend on how much of it is.
    fc.property(fc.oneof(fc.string(), fc.emailAddress(), plain), (typed) => {
      const reading = readEmail(typed)
      if (reading.kind === 'invalid') return
      expect(reading.email).toMatch(/^[^\s",:;<>()[\]\\@]+@[^\s",:;<>()[\]\\@]+$/)
      expect(reading.email).toBe(reading.email.toLowerCase())
    }),
  )
})
