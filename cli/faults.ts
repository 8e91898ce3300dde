/**
 * `npm run test:faults`: the table of faults of docs/billing.md, its tests alone. `--seed N` repeats the
 * random interleavings of row 19; `--row N` runs one row; `--write` writes what was seen into the page.
 * Ends with the table and what was seen.
 */
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createVitest } from 'vitest/node'
import { z } from 'zod'
import { type Outcome, outcomesOfPlaywright, outcomesOfVitest } from './faults/outcomes.ts'
import { writeShown } from './faults/page.ts'
import { printFaults, seeFaults } from './faults/report.ts'
import { faults as all } from './faults/table.ts'

const root = path.dirname(import.meta.dirname)
const reports = path.join(root, 'test-results', 'faults')
const whole = (high: number) => z.coerce.number().int().min(1).max(high)
const shape = z.strictObject({
  seed: whole(2 ** 31 - 1).default(() => randomInt(1, 1_000_000)),
  row: whole(66).optional(),
  write: z.boolean().default(false),
})

const asked = shape.safeParse(
  parseArgs({
    options: { seed: { type: 'string' }, row: { type: 'string' }, write: { type: 'boolean' } },
  }).values,
)
if (!asked.success) {
  console.error(
    `npm run test:faults -- [--seed N] [--row N] [--write]\n${z.prettifyError(asked.error)}`,
  )
  process.exit(2)
}
const { seed, row, write } = asked.data
const faults = all.filter((fault) => row === undefined || fault.row === row)
const files = [...new Set(faults.flatMap(({ tests }) => Object.keys(tests)))]
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
console.log(`Seed ${seed}: npm run test:faults -- --seed ${seed} repeats this run.`)
const seen = seeFaults(faults, [...(await runVitest()), ...(await runPlaywright())])
console.log(`\n${printFaults(seen, seed)}`)
if (write) {
  const page = path.join(root, 'docs', 'billing.md')
  const run = `on ${new Date().toISOString().slice(0, 10)} with seed ${seed}`
  writeFileSync(page, writeShown(readFileSync(page, 'utf8'), seen, run))
}
process.exitCode = seen.every(({ held }) => held) ? 0 : 1

async function runVitest(): Promise<Outcome[]> {
  const own = files.filter((file) => !file.startsWith('e2e/'))
  if (own.length === 0) return []
  const report = path.join(reports, 'vitest.json')
  const vitest = await createVitest('test', {
    project: ['unit', 'db'],
    watch: false,
    reporters: ['dot', ['json', { outputFile: report }]],
  })
  for (const project of vitest.projects) project.provide('faultSeed', seed)
  await vitest.start(own)
  await vitest.close()
  return outcomesOfVitest(read(report), root)
}

async function runPlaywright(): Promise<Outcome[]> {
  const own = files.filter((file) => file.startsWith('e2e/'))
  if (own.length === 0) return []
  const child = spawn('npx', ['playwright', 'test', '--no-deps', ...own], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  await once(child, 'exit')
  const report = path.join(root, 'test-results', 'test-e2e.json')
  return existsSync(report) ? outcomesOfPlaywright(read(report), 'e2e') : []
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
