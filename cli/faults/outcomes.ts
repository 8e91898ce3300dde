import { z } from 'zod'
import type { NamedTest } from './table.ts'

/** A test that ran: its own name and those of the groups it stands in. */
export type Outcome = { file: string; names: string[]; passed: boolean }

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({ title: z.string(), ancestorTitles: z.array(z.string()), status: z.string() }),
      ),
    }),
  ),
})

/** What a JSON report of vitest says; files as paths from `root`, with slashes. */
export function outcomesOfVitest(report: unknown, root: string): Outcome[] {
  return vitestReport.parse(report).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ title, ancestorTitles, status }) => ({
      file: name.replace(`${root}/`, ''),
      names: [...ancestorTitles, title],
      passed: status === 'passed',
    })),
  )
}

const suite = z.object({
  title: z.string(),
  get suites() {
    return z.array(suite).optional()
  },
  specs: z.array(
    z.object({
      title: z.string(),
      file: z.string(),
      tests: z.array(z.object({ status: z.string() })),
    }),
  ),
})
const playwrightReport = z.object({ suites: z.array(suite) })

/**
 * What a JSON report of Playwright says; its files are named from the folder of its tests. It calls a test `ok`
 * that was skipped, or never came to run, which is not what is asked here.
 */
export function outcomesOfPlaywright(report: unknown, folder: string): Outcome[] {
  const walk = (one: z.infer<typeof suite>, above: string[]): Outcome[] => [
    ...one.specs.map(({ title, file, tests }) => ({
      file: `${folder}/${file}`,
      names: [...above, title],
      passed: tests.length > 0 && tests.every(({ status }) => status === 'expected'),
    })),
    ...(one.suites ?? []).flatMap((inner) => walk(inner, [...above, one.title])),
  ]
  return playwrightReport.parse(report).suites.flatMap((one) => walk(one, []))
}

/** Those of the tests that ran which a row names: by the test itself, or by its group. */
export function outcomesOf({ file, name }: NamedTest, all: Outcome[]): Outcome[] {
  const pattern = patternOf(name)
  return all.filter((one) => one.file === file && one.names.some((each) => pattern.test(each)))
}

/** The name of a table's row has places that the runner fills in. */
function patternOf(name: string): RegExp {
  const parts = name
    .split(/%[sdijfo]|\$\{[^}]*\}|\$\w+/)
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`, 's')
}
