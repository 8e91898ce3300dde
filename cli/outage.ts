/**
 * `npm run test:outage`: PostgreSQL is taken away under load and given back: killed for ten seconds, frozen
 * for ten, killed for longer than access is remembered. Prints who was shown what in each second.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { later, SECOND } from '#lib/clock.ts'
import { appDatabase } from '#lib/runtime.ts'
import { withInstances } from './door/instances.ts'
import type { Sites } from './door/look.ts'
import { makeWorld, type World } from './door/world.ts'
import { ask, askOften } from './outage/ask.ts'
import { makeCast, type Role, type Span, tryEverything } from './outage/cast.ts'
import { type Fate, startFragile } from './outage/database.ts'
import { type Column, printTable } from './outage/table.ts'

const outages: { fate: Fate; seconds: number }[] = [
  { fate: 'killed', seconds: 10 },
  { fate: 'frozen', seconds: 10 },
  { fate: 'killed', seconds: 36 },
]
/** Everybody must be shown again what they may see so long after the database is back. */
const RECOVERY = 15 * SECOND

const folder = mkdtempSync(path.join(tmpdir(), 'foldline-outage-'))
const wrong: string[] = []
const database = await startFragile(folder)
try {
  await withInstances(path.dirname(import.meta.dirname), 1, run, database.url)
} finally {
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
}
console.log(wrong.length === 0 ? 'Nothing was wrong.' : `${wrong.length} were wrong.`)
process.exitCode = wrong.length === 0 ? 0 : 1

async function run({ ports, host, cookieName }: Sites): Promise<void> {
  const world = await makeWorld(appDatabase(), { articles: 4, readers: 15 })
  const site = `http://${host}`
  if (ports.length !== 1) throw new Error('One instance is asked.')
  for (const [turn, outage] of outages.entries()) {
    const found = await goThrough(world, { site, cookieName, turn }, outage)
    for (const one of found.slice(0, 12)) console.log(`    ${one}`)
    wrong.push(...found)
  }
}

type Setting = { site: string; cookieName: string; turn: number }

async function goThrough(
  world: World,
  setting: Setting,
  { fate, seconds }: { fate: Fate; seconds: number },
): Promise<string[]> {
  const cast = await makeCast({ world, ...setting }, later(new Date(), 10 * SECOND))
  const begin = (late: boolean) =>
    cast.filter((role) => role.late === late).map((role) => ({ role, ...askOften(role) }))
  const early = begin(false)
  await pause(1 * SECOND)
  database.takeAway(fate)
  const gone = performance.now()
  const asking = [...early, ...begin(true)]
  await pause(seconds * SECOND)
  const span: Span = { gone, back: performance.now() }
  await database.giveBack()
  const unwell = await recover(cast)
  const recovered = performance.now() - span.back
  const seen = await Promise.all(
    asking.map(async ({ role, stop }) => ({ ...role, seen: await stop() })),
  )
  console.log(`\nPostgreSQL ${fate} for ${seconds} seconds\n\n${printTable(seen, span)}\n`)
  console.log(`  all as before ${Math.round(recovered)} ms after it was to come back\n`)
  return [...judge(seen, span), ...unwell, ...(await tryEverything({ world, ...setting }))]
}

/** Asks as each until none is told to come again; names those who are not shown anything in the end. */
async function recover(cast: Role[]): Promise<string[]> {
  const end = performance.now() + RECOVERY
  const missing = await Promise.all(
    cast.map(async (role) => {
      let { sight } = await ask(role)
      while (!isShown(sight) && performance.now() < end) ({ sight } = await ask(role))
      return isShown(sight) ? [] : [`${role.name}: ${sight} also ${RECOVERY} ms after it was back`]
    }),
  )
  return missing.flat()
}

function isShown(sight: string): boolean {
  return ['full', 'preview', 'page'].includes(sight)
}

function judge(columns: (Role & Column)[], span: Span): string[] {
  return columns.flatMap(({ name, seen, allowed }) =>
    seen
      .filter(({ sent }) => sent > span.gone && sent < span.back)
      .flatMap((one) => {
        const right = allowed(one, span)
        if (right.includes(one.sight)) return []
        const [from, to] = [one.sent, one.answered].map((at) =>
          ((at - span.gone) / 1000).toFixed(2),
        )
        return [
          `${name}, asked at ${from} s and answered at ${to} s: ${one.sight}, not ${right.join(' or ')}`,
        ]
      }),
  )
}
