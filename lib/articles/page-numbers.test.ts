import { expect, test } from 'vitest'
import { pageAddress, pageNumbers } from './page-numbers.ts'

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

test.each([
  [1, {}, '/list'],
  [2, {}, '/list?page=2'],
  [1, { q: 'a & b' }, '/list?q=a+%26+b'],
  [3, { q: 'boat' }, '/list?q=boat&page=3'],
])('page %i with %j is at %s', (page, query, address) => {
  expect(pageAddress('/list', page, query)).toBe(address)
})
