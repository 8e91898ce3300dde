import { expect, test } from 'vitest'
import { readShown, writeShown } from './page.ts'

const page = '# Billing\n\n## The faults\n\nIntroduction.\n'
const one = (row: number, seen: string) => ({
  row,
  done: 'this | that',
  expected: 'a `v1=`',
  tests: {},
  held: true,
  seen,
})

test('what was seen is written below the introduction, and read again as it was', () => {
  const written = writeShown(page, [one(2, 'held (1 test)'), one(1, 'NOT HELD: x')], 'today')
  expect(written).toMatch(/Introduction\.\n\nSeen today\.\n\n\| row/)
  const shown = { done: 'this | that', expected: 'a `v1=`' }
  expect(readShown(written)).toMatchObject([
    { row: 1, ...shown, seen: 'NOT HELD: x' },
    { row: 2, ...shown, seen: 'held (1 test)' },
  ])
})

test('a later run replaces its own rows and the line above, and leaves the others', () => {
  const first = writeShown(page, [one(1, 'NOT HELD: x'), one(2, 'held (1 test)')], 'today')
  const second = writeShown(first, [one(1, 'held (3 tests)')], 'tomorrow')
  expect(readShown(second).map(({ seen }) => seen)).toEqual(['held (3 tests)', 'held (1 test)'])
  expect(second.match(/^Seen .*$/gm)).toEqual(['Seen tomorrow.'])
})

test('a page without the section is not written', () => {
  expect(() => writeShown('# Billing\n', [], 'today')).toThrow('no section')
})
