import { expect, test } from 'vitest'
import { changedRows } from './changed-rows.ts'

const at = (day: number) => new Date(Date.UTC(2035, 1, day))
const row = (changes: object = {}) => ({
  id: 'in_1',
  status: 'paid',
  amountPaid: 500,
  paidAt: at(1),
  number: null,
  syncedAt: at(1),
  ...changes,
})

test('what is held like that is left alone, whenever it was read', () => {
  expect(changedRows([row()], [row({ paidAt: at(1), syncedAt: at(9) })])).toEqual([])
})

test.each([
  { status: 'void' },
  { amountPaid: 0 },
  { paidAt: at(2) },
  { paidAt: null },
  { number: 'A-1' },
])('what says something else is written: %o', (changes) => {
  const read = row(changes)
  expect(changedRows([row()], [read])).toEqual([read])
})

test('what is not held is written', () => {
  const [one, other] = [row(), row({ id: 'in_2' })]
  expect(changedRows([one], [one, other])).toEqual([other])
})
