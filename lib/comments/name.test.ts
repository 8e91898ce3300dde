import { expect, test } from 'vitest'
import { readName } from './name.ts'

const people = ['Maren Thistlewood', 'Kwabena Abendroth', 'Elias Coll']
const read = (typed: string, own: string | null = null) =>
  readName(typed, { people, publication: 'The Leadline', own })

test.each([
  ['  Ada   Lovelace ', 'Ada Lovelace'],
  ['J. R. Okonjo-Iweala', 'J. R. Okonjo-Iweala'],
  ["O'Brien", "O'Brien"],
  ['Нина Иванова', 'Нина Иванова'],
  ['山田花子', '山田花子'],
  ['Marsh Warbler 7', 'Marsh Warbler 7'],
  ['Maren', 'Maren'],
  ['Leo', 'Leo'],
  ['Stafford', 'Stafford'],
])('%j is shown as %j', (typed, name) => {
  expect(read(typed)).toMatchObject({ kind: 'fine', name })
})

test.each([
  ['A', 'too_short'],
  ['', 'too_short'],
  ['a'.repeat(41), 'too_long'],
  ['ada@example.org', 'no_name'],
  ['www.cheap.example', 'no_name'],
  ['buy.now', 'no_name'],
  ['12345', 'no_name'],
  ['<b>Ada</b>', 'no_name'],
  ['Ada ✓', 'no_name'],
  ['Аda Lovelace', 'mixed'],
  ['Maren Thistlewood', 'of_staff'],
  ['MAREN THISTLEWOOD', 'of_staff'],
  ['Maren-Thistlewood', 'of_staff'],
  ['Marén  Thistlewood', 'of_staff'],
  ['Maren ThistIewood', 'of_staff'],
  ['Maren Thist1ewood', 'of_staff'],
  ['EIias C0ll', 'of_staff'],
  ['The Leadline', 'of_staff'],
  ['Leadline Team', 'of_staff'],
  ['L e a d l i n e', 'of_staff'],
  ['Moderator', 'of_staff'],
  ['Editor Bob', 'of_staff'],
  ['Adm1n', 'of_staff'],
])('%j is refused: %s', (typed, kind) => {
  expect(read(typed)).toEqual({ kind })
})

test('who works here may use their own name, and nobody else’s', () => {
  expect(read('Maren Thistlewood', 'Maren Thistlewood').kind).toBe('fine')
  expect(read('Elias Coll', 'Maren Thistlewood').kind).toBe('of_staff')
})
