/** Keeps the table of faults true: every row is there, every test it names exists, and docs/billing.md says the same. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readShown } from '../../cli/faults/page.ts'
import { faults, testsOf } from '../../cli/faults/table.ts'

const root = path.dirname(path.dirname(import.meta.dirname))

/** Whether a file has a test, a group of tests or a row of a table of tests by this name. */
function hasTest(file: string, name: string): boolean {
  const place = path.join(root, file)
  if (!/\.(test|spec)\.ts$/.test(file) || !existsSync(place)) return false
  const source = readFileSync(place, 'utf8')
  return ["'", '"', '`'].some((quote) => source.includes(`${quote}${name}${quote},`))
}

test('all 66 rows are there, once and in order', () => {
  expect(faults.map(({ row }) => row)).toEqual(Array.from({ length: 66 }, (_, i) => i + 1))
})

type Words = { row: number; done: string; expected: string }
const plain = ({ row, done, expected }: Words) => ({ row, done, expected })

test('the page has the same rows in the same words, and what was seen of each', () => {
  const shown = readShown(readFileSync(path.join(root, 'docs', 'billing.md'), 'utf8'))
  expect(shown.map(plain)).toEqual(faults.map(plain))
  expect(shown.filter(({ seen }) => seen === '')).toEqual([])
})

test.each(faults)('row $row: every test it names exists', (fault) => {
  const tests = testsOf(fault)
  expect(tests.length).toBeGreaterThan(0)
  expect(tests.filter(({ file, name }) => !hasTest(file, name))).toEqual([])
})

test('a test that does not exist is noticed', () => {
  expect(hasTest('lib/billing/faults.test.ts', 'all 66 rows are there, once and in order')).toBe(
    true,
  )
  expect(hasTest('lib/billing/faults.test.ts', 'all 66 rows')).toBe(false)
  expect(hasTest('lib/billing/nothing.test.ts', 'anything')).toBe(false)
})
