import { expect, test } from 'vitest'
import { pageNumbers } from './page-numbers.ts'

const written = (current: number, last: number) =>
  pageNumbers(current, last)
    .map((page) => (page === current ? `[${page}]` : (page ?? '…')))
    .join(' ')

test.each([
  [1, 1, '[1]'],
  [2, 3, '1 [2] 3'],
  [1, 9, '[1] 2 … 9'],
  [4, 9, '1 2 3 [4] 5 … 9'],
  [5, 9, '1 … 4 [5] 6 … 9'],
  [6, 9, '1 … 5 [6] 7 8 9'],
  [9, 9, '1 … 8 [9]'],
])('page %i of %i', (current, last, expected) => {
  expect(written(current, last)).toBe(expected)
})
