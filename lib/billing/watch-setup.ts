import type { AppDatabase } from '#db/client.ts'
import { healthChecks, PICTURE_STORAGE, writeHealthChecks } from '#db/queries/health.ts'
import { later, MINUTE } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { oddityKinds } from './oddities.ts'
import { type CheckedSite, checkSetup, type Finding } from './check-setup.ts'

/** What was sound is looked at again after this; what was not, each time. */
const FRESH = 55 * MINUTE

/** What others look at: it is not put right by another look at Stripe. */
const elsewhere = new Set<string>([...oddityKinds, PICTURE_STORAGE])

/**
 * Checks the set-up when it is time: an hour after it was sound, or at once while something is wrong,
 * so that a repair is seen soon. What is wrong is kept for the health page, and logged loudly. Never
 * throws because of Stripe. Returns what was found, or null when it was not time yet.
 */
export async function watchSetup(
  db: AppDatabase,
  site: CheckedSite,
  { now, atOnce }: { now: () => Date; atOnce: boolean },
): Promise<Finding[] | null> {
  const known = (await healthChecks(db)).filter(({ name }) => !elsewhere.has(name))
  const wrong = known.some(({ problem }) => problem !== null)
  const last = known.find(({ name }) => name === 'stripe')?.checkedAt
  const isFresh = last !== undefined && last > later(now(), -FRESH)
  if (!atOnce && isFresh && !wrong) return null
  const findings = await checkSetup(site, now)
  if (findings.every(({ name, problem }) => name !== 'stripe' || problem === null))
    // All was asked: what was wrong with a part that there is no more is not wrong any more.
    for (const { name, problem } of known)
      if (problem !== null && !findings.some((finding) => finding.name === name))
        findings.push({ name, problem: null })
  await writeHealthChecks(db, findings, now())
  for (const { name, problem } of findings)
    if (problem !== null) log().error({ check: name }, `SET-UP: ${problem}`)
  if (wrong && findings.every(({ problem }) => problem === null))
    log().info('the set-up is sound again')
  return findings
}
