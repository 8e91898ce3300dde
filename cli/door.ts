/**
 * `npm run test:door`: random operations against three instances of the product, while readers check
 * every answer. `--seed N` draws the same operations again; how they fall together with the answers is
 * the machine's. `--operations N`, `--instances N`.
 */
import { randomInt } from 'node:crypto'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { appDatabase } from '#lib/runtime.ts'
import { withInstances } from './door/instances.ts'
import { type Asker, look, type Sites } from './door/look.ts'
import { type Affected, operate } from './door/operate.ts'
import { type Random, randomFrom } from './door/random.ts'
import {
  emptyReport,
  isGood,
  noteOperation,
  noteSight,
  printReport,
  type Report,
} from './door/report.ts'
import { makeWorld, type Reader, type World } from './door/world.ts'

const whole = (high: number) => z.coerce.number().int().min(1).max(high)
const shape = z.strictObject({
  seed: whole(2 ** 31 - 1).default(() => randomInt(1, 1_000_000)),
  operations: whole(1_000_000).default(10_000),
  instances: whole(8).default(3),
})
const text = { type: 'string' } as const
const asked = shape.safeParse(
  parseArgs({ options: { seed: text, operations: text, instances: text } }).values,
)
if (!asked.success) {
  console.error(
    `npm run test:door -- [--seed N] [--operations N] [--instances N]\n${z.prettifyError(asked.error)}`,
  )
  process.exit(2)
}
const { seed, operations, instances } = asked.data
/**
 * How many operations run at once, and how many readers ask meanwhile. An article that changes makes
 * every page old that names it in a list, so each look costs a render more often than not: with more
 * readers a run takes longer and sees no more of what an operation does, for which each asks afterwards.
 */
const [OPERATORS, READERS] = [4, 3]

const report = emptyReport()
const seconds = await withInstances(path.dirname(import.meta.dirname), instances, run)
console.log(
  `${operations} operations, ${instances} instances, seed ${seed}, ${seconds.toFixed(1)} s\n\n${printReport(report)}`,
)
process.exitCode = isGood(report) ? 0 : 1

async function run(sites: Sites): Promise<number> {
  const world = await makeWorld(appDatabase(), { articles: 8, readers: 10 })
  const state = { left: operations, over: false, busy: new Set<object>() }
  const random = randomFrom(seed)
  const start = performance.now()
  const readers = Array.from({ length: READERS }, async (_, index) => {
    const own = randomFrom(seed + index + 1)
    while (!state.over) noteSight(report, await lookAnywhere(sites, world, own))
  })
  const operators = Array.from({ length: OPERATORS }, async () => {
    while (state.left > 0) {
      state.left--
      const { name, affected } = await operate(world, state.busy, random)
      noteOperation(report, name)
      await lookEverywhere(sites, world, affected, report)
    }
  })
  await Promise.all(operators).finally(() => (state.over = true))
  await Promise.all(readers)
  return (performance.now() - start) / 1000
}

/** One reader in four is nobody; one in four of the others comes with a session that ended. */
function someone(world: World, random: Random): Asker {
  if (random.below(4) === 0) return null
  return as(random.pick(world.readers), random)
}

function as(reader: Reader, random: Random): Asker {
  return reader.sessions.length > 0 ? { reader, session: random.pick(reader.sessions) } : null
}

function lookAnywhere(sites: Sites, world: World, random: Random) {
  const article = random.pick(world.articles)
  const asker = someone(world, random)
  return look(sites, random.pick(sites.ports), { article, asker, random })
}

/** At once after an operation, on every instance, as somebody whom it concerns. */
async function lookEverywhere(
  sites: Sites,
  world: World,
  affected: Affected,
  into: Report,
): Promise<void> {
  const random = randomFrom(
    into.operations.size + into.leaks.length + Math.floor(performance.now()),
  )
  const article = 'article' in affected ? affected.article : random.pick(world.articles)
  const asker = 'reader' in affected ? as(affected.reader, random) : someone(world, random)
  await Promise.all(
    sites.ports.map(async (port) =>
      noteSight(into, await look(sites, port, { article, asker, random })),
    ),
  )
}
