/** What the report of a runner comes to: how many tests passed, and which failed, with the beginning of why. */
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'

/** `notRun` are those that another failure kept from running, or whose run broke off. */
export type Count = { passed: number; failed: number; notRun: number; failures: string[] }

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
})

/** Of a JSON report of vitest; files as paths from `root`. */
export function countOfVitest(report: unknown, root: string): Count {
  const { numPassedTests, numFailedTests, testResults } = vitestReport.parse(report)
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const where = path.relative(root, name)
    const failed = assertionResults
      .filter((one) => one.status === 'failed')
      .map((one) => failure([where, one.fullName], one.failureMessages?.[0]))
    // A file that broke before its tests has a message of its own.
    return failed.length > 0 || status !== 'failed' ? failed : [failure([where], message)]
  })
  return { passed: numPassedTests, failed: numFailedTests, notRun: 0, failures }
}

const problem = z.object({ message: z.string().optional() })
const suite = z.object({
  title: z.string(),
  get suites() {
    return z.array(suite).optional()
  },
  specs: z.array(
    z.object({
      title: z.string(),
      file: z.string(),
      line: z.number(),
      tests: z.array(
        z.object({ status: z.string(), results: z.array(z.object({ errors: z.array(problem) })) }),
      ),
    }),
  ),
})
const playwrightReport = z.object({
  suites: z.array(suite),
  /** What broke outside of any test, such as the start of the publication. */
  errors: z.array(problem),
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
})

/** Of a JSON report of Playwright, whose files are named from the folder of its tests. */
export function countOfPlaywright(report: unknown, folder: string): Count {
  const { suites, errors, stats } = playwrightReport.parse(report)
  const specs = suites.flatMap(specsOf)
  const failures = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) =>
        failure(
          [`${folder}/${file}:${line}`, title],
          results.flatMap((one) => one.errors)[0]?.message,
        ),
      ),
  )
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    // A test that says itself where it does not apply has a result, which is that.
    notRun: specs.flatMap(({ tests }) => tests).filter(({ results }) => results.length === 0)
      .length,
    failures: [...errors.map(({ message }) => failure([folder], message)), ...failures],
  }
}

type Suite = z.infer<typeof suite>

function specsOf({ specs, suites = [] }: Suite): Suite['specs'] {
  return [...specs, ...suites.flatMap(specsOf)]
}

function failure(where: string[], message = ''): string {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, 12)
  return [where.join(' › '), ...lines.map((line) => `    ${line}`)].join('\n')
}
