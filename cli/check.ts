/** `npm test`: every check, one after the other, and at the end one line that counts them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'
import { type Outcome, outcomesOfPlaywright, outcomesOfVitest } from './faults/outcomes.ts'
import { printFaults, seeFaults } from './faults/report.ts'
import { usualSeed } from './faults/seed.ts'
import { faults } from './faults/table.ts'

type Count = { passed: number; failed: number; failures: string[] }
type Check = { title: string; script: string[]; report?: (file: string) => Count }

const root = path.dirname(import.meta.dirname)
const reports = path.join(root, 'test-results')

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
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
})

function readVitest(file: string): Count {
  const { numPassedTests, numFailedTests, testResults } = vitestReport.parse(read(file))
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const where = path.relative(root, name)
    const failed = assertionResults
      .filter((one) => one.status === 'failed')
      .map((one) => `${where} › ${one.fullName}\n${firstLines(one.failureMessages?.[0])}`)
    // A file that broke before its tests has a message of its own.
    return failed.length > 0 || status !== 'failed' ? failed : [`${where}\n${firstLines(message)}`]
  })
  return { passed: numPassedTests, failed: numFailedTests, failures }
}

function firstLines(message = ''): string {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, 12)
  return lines.map((line) => `    ${line}`).join('\n')
}

function readPlaywright(file: string): Count {
  const { expected, unexpected, flaky } = playwrightReport.parse(read(file)).stats
  // Playwright runs late and names its failures itself.
  return { passed: expected, failed: unexpected + flaky, failures: [] }
}

const reportOf = (script: string) => path.join(reports, `${script.replace(':', '-')}.json`)
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
const npm = (script: string, ...rest: string[]) => ['run', '--silent', script, ...rest]
const vitest = (project: string) =>
  npm(
    project,
    '--',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportOf(project)}`,
  )

const checks: Check[] = [
  { title: 'Chromium', script: npm('chromium') },
  { title: 'Types', script: npm('types') },
  { title: 'Lint', script: npm('lint') },
  { title: 'Format', script: npm('format:check') },
  { title: 'Unused code', script: npm('unused') },
  { title: 'Unit and database tests', script: vitest('test:code'), report: readVitest },
  { title: 'Browser tests and the wall', script: npm('test:e2e'), report: readPlaywright },
  {
    title: 'Three instances under change',
    script: npm('test:door', '--', '--operations', '100'),
  },
]

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const total: Count = { passed: 0, failed: 0, failures: [] }
const failedChecks: string[] = []
for (const check of checks) {
  console.log(`\n── ${check.title} ──`)
  const start = performance.now()
  const ok = await succeeds(check.script)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const count = countOf(check, ok)
  total.passed += count.passed
  total.failed += count.failed
  total.failures.push(...count.failures)
  if (!ok) failedChecks.push(check.title)
  console.log(`${ok ? '✓' : '✗'} ${check.title} (${seconds} s)`)
}
const seen = seeFaults(faults, outcomes())
console.log(`\n── The faults of docs/billing.md ──\n${printFaults(seen, usualSeed)}`)
if (!seen.every(({ held }) => held)) failedChecks.push('Faults')

// Said again at the end: a log of CI is often kept from its end only.
for (const failure of total.failures) console.log(`\n✗ ${failure}`)
if (failedChecks.length > 0) console.log(`\nFailed: ${failedChecks.join(', ')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = failedChecks.length > 0 ? 1 : 0

/** Every test that ran, of every runner. */
function outcomes(): Outcome[] {
  return [
    ...ran('test:code', (report) => outcomesOfVitest(report, root)),
    ...ran('test:e2e', (report) => outcomesOfPlaywright(report, 'e2e')),
  ]
}

function ran(script: string, outcomesIn: (report: unknown) => Outcome[]): Outcome[] {
  const file = reportOf(script)
  return existsSync(file) ? outcomesIn(read(file)) : []
}

async function succeeds(script: string[]): Promise<boolean> {
  const child = spawn('npm', script, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  const [code] = await once(child, 'exit')
  return code === 0
}

/** What the runner counted; a check without a report counts as one. A run that broke off has failed. */
function countOf({ report, script }: Check, ok: boolean): Count {
  const whole = ok ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [] }
  const file = reportOf(script[2] ?? '')
  if (!report || !existsSync(file)) return whole
  const count = report(file)
  return ok || count.failed > 0 ? count : { ...count, failed: 1 }
}
