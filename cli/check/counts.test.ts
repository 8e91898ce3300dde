import { expect, test } from 'vitest'
import { countOfPlaywright, countOfVitest } from './counts.ts'

test('of vitest every failure is told, also of a file that broke before its tests', () => {
  const report = {
    numPassedTests: 1,
    numFailedTests: 1,
    testResults: [
      {
        name: '/house/lib/a.test.ts',
        status: 'failed',
        assertionResults: [
          { fullName: 'it holds', status: 'passed' },
          { fullName: 'it bites', status: 'failed', failureMessages: ['\u001B[31mno\u001B[39m'] },
        ],
      },
      { name: '/house/lib/b.test.ts', status: 'failed', message: 'no such', assertionResults: [] },
    ],
  }
  expect(countOfVitest(report, '/house')).toEqual({
    passed: 1,
    failed: 1,
    notRun: 0,
    failures: ['lib/a.test.ts › it bites\n    no', 'lib/b.test.ts\n    no such'],
  })
})

const spec = (title: string, status: string, results: { errors: { message: string }[] }[]) => ({
  title,
  file: 'a.spec.ts',
  line: 3,
  tests: [{ status, results }],
})

test('of Playwright what failed is told with its line, and what never ran is counted', () => {
  const report = {
    suites: [
      {
        title: 'a.spec.ts',
        specs: [
          spec('it holds', 'expected', [{ errors: [] }]),
          spec('it bites', 'unexpected', [{ errors: [{ message: 'Test timeout' }] }]),
        ],
        suites: [
          {
            title: 'a group',
            specs: [
              spec('it comes later', 'skipped', []),
              spec('it is for another system', 'skipped', [{ errors: [] }]),
            ],
          },
        ],
      },
    ],
    errors: [],
    stats: { expected: 1, unexpected: 1, flaky: 0 },
  }
  expect(countOfPlaywright(report, 'e2e')).toEqual({
    passed: 1,
    failed: 1,
    notRun: 1,
    failures: ['e2e/a.spec.ts:3 › it bites\n    Test timeout'],
  })
})

test('of Playwright a start that broke is told, where no test ran', () => {
  const stats = { expected: 0, unexpected: 0, flaky: 0 }
  const report = { suites: [], errors: [{ message: 'npm start ended' }], stats }
  expect(countOfPlaywright(report, 'e2e').failures).toEqual(['e2e\n    npm start ended'])
})
