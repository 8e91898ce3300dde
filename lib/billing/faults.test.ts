/** Keeps the table of faults in docs/billing.md true: every row is there, and every test it names exists. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readFaults } from '../../cli/faults/table.ts'

const root = path.dirname(path.dirname(import.meta.dirname))
const rows = readFaults(root)

/** Whether a file has a test, a group of tests or a row of a table of tests by this name. */
function hasTest(file: string, name: string): boolean {
  const place = path.join(root, file)
  if (!/\.(test|spec)\.ts$/.test(file) || !existsSync(place)) return false
  const source = readFileSync(place, 'utf8')
  return ["'", '"', '`'].some((quote) => source.includes(`${quote}${name}${quote},`))
}

test('all 66 rows are there, once and in order', () => {
  expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 66 }, (_, i) => i + 1))
})

describe.each(rows)('row $row: $done', ({ done, expected, shown, tests }) => {
  test('says what is done and what is expected', () => {
    expect([done, expected]).not.toContain('')
  })

  test('names tests that exist, or why there is none', () => {
    expect(tests.length > 0 || /^missing: ./.test(shown)).toBe(true)
    expect(tests.filter(({ file, name }) => !hasTest(file, name))).toEqual([])
  })
})

test('a test that does not exist is noticed', () => {
  expect(hasTest('lib/billing/faults.test.ts', 'all 66 rows are there, once and in order')).toBe(
    true,
  )
  expect(hasTest('lib/billing/faults.test.ts', 'all 66 rows')).toBe(false)
  expect(hasTest('lib/billing/nothing.test.ts', 'anything')).toBe(false)
})
