/** `npm run bench`: all benchmarks, or those named; a table, and with `--json FILE` data as well. */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { callersFolder } from '#lib/env.ts'
import { type Stack, withStack } from './stack.ts'
import { isMet, type Measurement, toTable } from './table.ts'
import { measureDesk } from './desk.ts'
import { measureDoor } from './door.ts'
import { measureGrowth } from './growth.ts'
import { measureSearch } from './search.ts'
import { measureUnlock } from './unlock.ts'
import { measureWebhook } from './webhook.ts'

/** `tell` is called with each part as it is measured: a run takes minutes, and may break off. */
type Asked = { peer: string | null; tell: (part: Measurement[]) => void }

const benchmarks: Record<string, (stack: Stack, asked: Asked) => Promise<Measurement[]>> = {
  desk: measureDesk,
  door: measureDoor,
  growth: measureGrowth,
  search: measureSearch,
  unlock: measureUnlock,
  webhook: measureWebhook,
}

const { values, positionals } = parseArgs({
  options: { json: { type: 'string' }, peer: { type: 'string' } },
  allowPositionals: true,
})
const unknown = positionals.find((name) => !(name in benchmarks))
if (unknown !== undefined) {
  console.error(
    `There is no benchmark ${unknown}; there are ${Object.keys(benchmarks).join(', ')}.`,
  )
  process.exit(2)
}

const results: { name: string; machine: string; measurements: Measurement[] }[] = []
for (const [name, measure] of Object.entries(benchmarks)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const result = await withStack(async (stack) => ({
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; ${stack.machine}`,
    measurements: await measure(stack, {
      peer: values.peer ?? null,
      tell: (part) => console.log(`\n${name}, so far\n\n${toTable(part)}`),
    }),
  }))
  results.push({ name, ...result })
  console.log(`\n${name} (${result.machine})\n\n${toTable(result.measurements)}\n`)
}
if (values.json !== undefined)
  writeFileSync(
    path.resolve(callersFolder(), values.json),
    `${JSON.stringify({ at: new Date(), results }, null, 2)}\n`,
  )
const missed = results
  .flatMap(({ measurements }) => measurements)
  .filter((one) => isMet(one) === false)
process.exitCode = missed.length > 0 ? 1 : 0
