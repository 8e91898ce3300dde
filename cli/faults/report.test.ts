import { expect, test } from 'vitest'
import { outcomesOfPlaywright, outcomesOfVitest } from './outcomes.ts'
import { printFaults, seeFaults } from './report.ts'
import type { Fault } from './table.ts'

const fault = (row: number, ...names: string[]): Fault => ({
  row,
  done: 'a thing',
  expected: 'another',
  tests: { 'lib/a.test.ts': names },
})
const vitest = outcomesOfVitest(
  {
    testResults: [
      {
        name: '/house/lib/a.test.ts',
        assertionResults: [
          { title: '1: no header', ancestorTitles: [], status: 'passed' },
          { title: 'by API it ends', ancestorTitles: ['2: a group'], status: 'passed' },
          { title: 'by portal it ends', ancestorTitles: ['2: a group'], status: 'failed' },
          { title: '4: later', ancestorTitles: [], status: 'skipped' },
        ],
      },
    ],
  },
  '/house',
)
const seen = (...faults: Fault[]) => seeFaults(faults, vitest).map((one) => one.seen)

test('a row holds when every test it names ran and passed', () => {
  expect(seen(fault(1, '1: no header'))).toEqual(['held (1 test)'])
})

test('one failure, of a table or a group, and the row does not hold', () => {
  expect(seen(fault(2, 'by %s it ends'))).toEqual(['NOT HELD: 2: a group › by portal it ends'])
  expect(seen(fault(2, '2: a group'))).toEqual(['NOT HELD: 2: a group › by portal it ends'])
})

test('what did not run is not held, nor is what was skipped', () => {
  expect(seen(fault(3, '3: nothing'), fault(4, '4: later'), fault(5))).toEqual([
    'NOT RUN: 3: nothing',
    'NOT HELD: 4: later',
    'NOT RUN: no test',
  ])
})

test('part of a name is another name', () => {
  expect(seen(fault(1, '1: no'))).toEqual(['NOT RUN: 1: no'])
})

const inBrowser = (title: string, status = 'expected') => ({
  title,
  file: 'faults.spec.ts',
  // What Playwright says of a test that did not run, too.
  ok: true,
  tests: [{ status }],
})
const namedInBrowser = (name: string): Fault => ({
  ...fault(9),
  tests: { 'e2e/faults.spec.ts': [name] },
})

test('browser tests are found by file and name, groups or not, and hold only when they ran', () => {
  const report = {
    suites: [
      {
        title: 'faults.spec.ts',
        specs: [inBrowser('9: GET is a 405'), inBrowser('8: 5 MiB is a 413', 'skipped')],
        suites: [{ title: 'a group', specs: [inBrowser('inside')] }],
      },
    ],
  }
  const rows = ['9: ${method} is a 405', 'inside', '8: 5 MiB is a 413'].map(namedInBrowser)
  const found = seeFaults(rows, outcomesOfPlaywright(report, 'e2e'))
  expect(found.map((one) => one.seen)).toEqual([
    'held (1 test)',
    'held (1 test)',
    'NOT HELD: 8: 5 MiB is a 413',
  ])
})

test('the table ends with how many held', () => {
  expect(
    printFaults(seeFaults([fault(1, '1: no header'), fault(2, '2: a group')], vitest), 7),
  ).toMatch(/\n1 of 2 faults held \(seed 7\)\.$/)
})
