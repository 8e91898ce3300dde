/**
 * `npm test`: every check, one after the other, and at the end what failed and one line that counts. Only the site
 * is built beside the tests of code, which wait for PostgreSQL half of their time.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type Count, countOfPlaywright, countOfVitest } from './check/counts.ts'
import { totalsOfWall } from './check/wall.ts'
import { type Outcome, outcomesOfPlaywright, outcomesOfVitest } from './faults/outcomes.ts'
import { printFaults, seeFaults } from './faults/report.ts'
import { usualSeed } from './faults/seed.ts'
import { faults } from './faults/table.ts'
import { build, isBuilt } from './stack/build.ts'

type Report = {
  /** Written by the runner, in `test-results`. */
  file: string
  count: (report: unknown) => Count
  outcomes: (report: unknown) => Outcome[]
}
type Check = { title: string; run: () => Promise<boolean>; reports?: Report[] }

const root = path.dirname(import.meta.dirname)
const results = path.join(root, 'test-results')

const vitest: Report = {
  file: 'test-code.json',
  count: (report) => countOfVitest(report, root),
  outcomes: (report) => outcomesOfVitest(report, root),
}
/** A part of the browser tests; `as` is said of what failed, where another part has the same tests. */
const playwright = (part: string, as = ''): Report => ({
  file: `e2e-${part}.json`,
  count: (report) => {
    const { failures, ...count } = countOfPlaywright(report, 'e2e')
    return { ...count, failures: failures.map((one) => `${as}${one}`) }
  },
  outcomes: (report) => outcomesOfPlaywright(report, 'e2e'),
})

const testCode = npm(
  'test:code',
  '--',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${path.join(results, vitest.file)}`,
)
let building = Promise.resolve(false)

const checks: Check[] = [
  { title: 'Chromium', run: npm('chromium') },
  { title: 'Types', run: npm('types') },
  { title: 'Lint', run: npm('lint') },
  { title: 'Format', run: npm('format:check') },
  { title: 'Unused code', run: npm('unused') },
  {
    title: 'Unit and database tests',
    run: () => {
      building = buildSite()
      return testCode()
    },
    reports: [vitest],
  },
  { title: 'Build', run: () => building },
  {
    title: 'Browser tests and the wall',
    run: npm('test:e2e'),
    reports: [
      ...['browser', 'alone', 'budgets'].map((part) => playwright(part)),
      playwright('uncached', 'without the page cache: '),
    ],
  },
  {
    title: 'Three instances under change',
    run: npm('test:door', '--', '--operations', '100'),
  },
]

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
const total: Count = { passed: 0, failed: 0, notRun: 0, failures: [] }
const outcomes: Outcome[] = []
const failedChecks: string[] = []
for (const { title, run, reports = [] } of checks) {
  console.log(`\n── ${title} ──`)
  const start = performance.now()
  const ok = await run()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  add(ok, reports)
  if (!ok) failedChecks.push(title)
  console.log(`${ok ? '✓' : '✗'} ${title} (${seconds} s)`)
}
const seen = seeFaults(faults, outcomes)
console.log(`\n── The faults of docs/billing.md ──\n${printFaults(seen, usualSeed)}`)
if (!seen.every(({ held }) => held)) failedChecks.push('Faults')

console.log(`\n── The wall ──\n${totalsOfWall(results)}`)

// Said again at the end: a log of CI is often kept from its end only.
for (const failure of total.failures) console.log(`\n✗ ${failure}`)
if (failedChecks.length > 0) console.log(`\nFailed: ${failedChecks.join(', ')}`)
const unseen = total.notRun > 0 ? `, ${total.notRun} did not run` : ''
console.log(`\n${total.passed} passed, ${total.failed} failed${unseen}`)
process.exitCode = failedChecks.length > 0 ? 1 : 0

/** A check without a report counts as one. A run that broke off has failed. */
function add(ok: boolean, reports: Report[]): void {
  const failedBefore = total.failed
  for (const { file, count, outcomes: outcomesIn } of reports) {
    if (!existsSync(path.join(results, file))) continue
    const report: unknown = JSON.parse(readFileSync(path.join(results, file), 'utf8'))
    const { passed, failed, notRun, failures } = count(report)
    total.passed += passed
    total.failed += failed
    total.notRun += notRun
    total.failures.push(...failures)
    outcomes.push(...outcomesIn(report))
  }
  if (ok && reports.length === 0) total.passed++
  if (!ok && total.failed === failedBefore) total.failed++
}

/** Runs a script of package.json, and tells whether it succeeded. */
function npm(script: string, ...rest: string[]): () => Promise<boolean> {
  return async () => {
    const child = spawn('npm', ['run', '--silent', script, ...rest], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    })
    const [code] = await once(child, 'exit')
    return code === 0
  }
}

async function buildSite(): Promise<boolean> {
  try {
    if (!(await isBuilt(root)))
      await build(root, path.join(root, '.foldline'), new AbortController().signal)
    return true
  } catch (error) {
    console.error(error)
    return false
  }
}
