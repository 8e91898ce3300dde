import type { AppDatabase } from '#db/client.ts'
import { countForHealth, type HealthCounts, healthChecks, lastAlive } from '#db/queries/health.ts'
import { DAY, HOUR, later, MINUTE, SECOND } from '#lib/clock.ts'
import { formatMoment } from '#lib/format.ts'

/** How things go, for a load balancer and for a person who watches. */
export type Health = {
  /** `down`: this instance cannot serve. `degraded`: it serves, and somebody should look. */
  status: 'ok' | 'degraded' | 'down'
  /** What is wrong and what to do, in sentences without a secret or a person. */
  problems: string[]
  /** Null when the database does not answer. */
  checks: {
    pendingEvents: number
    pendingSince: Date | null
    deadLetters: number
    failedMails: number
    /** Since when Stripe's events have not come by themselves; null: they do. */
    webhookSilentSince: Date | null
    /** The database's clock less Stripe's, at the newest delivery; null: none came yet. */
    clockSkewSeconds: number | null
    setup: { name: string; ok: boolean; checkedAt: Date }[]
  } | null
}

/** An event younger than this may still come by itself. */
const WEBHOOK_PATIENCE = 5 * MINUTE
/** An event that waits longer than this is not only waiting its turn. */
export const PENDING_PATIENCE = 10 * MINUTE
/** A delivery takes a moment; more than this is a clock. Signatures allow five minutes. */
const SKEW_ALLOWED = 1 * MINUTE
/** The jobs say every ten seconds that they run. */
const JOBS_PATIENCE = 1 * MINUTE
/** The set-up is looked at every hour. */
const CHECK_FRESH = 3 * HOUR

/** A load balancer asks every few seconds: a database that takes longer than this does not answer. */
const ANSWER_PATIENCE = 3 * SECOND

const down: Health = {
  status: 'down',
  problems: ['The database does not answer.'],
  checks: null,
}

/** Reads how things go from the database, within three seconds. Never throws. */
export async function readHealth(db: AppDatabase, now: Date): Promise<Health> {
  const patience = Promise.withResolvers<Health>()
  const timer = setTimeout(() => patience.resolve(down), ANSWER_PATIENCE)
  try {
    return await Promise.race([askHealth(db, now), patience.promise])
  } finally {
    clearTimeout(timer)
  }
}

async function askHealth(db: AppDatabase, now: Date): Promise<Health> {
  try {
    const limits = {
      mailsSince: later(now, -1 * DAY),
      settledBefore: later(now, -WEBHOOK_PATIENCE),
    }
    const [counts, setup, aliveAt] = await Promise.all([
      countForHealth(db, limits),
      healthChecks(db),
      lastAlive(db),
    ])
    const skewMs = counts.deliveryLagMs
    const problems = [
      ...silenceOf(aliveAt, now),
      ...problemsOf(counts, now),
      ...setup.flatMap(({ problem }) => problem ?? []),
      ...staleness(setup, now),
    ]
    return {
      status: problems.length === 0 ? 'ok' : 'degraded',
      problems,
      checks: {
        pendingEvents: counts.pendingEvents,
        pendingSince: counts.pendingSince,
        deadLetters: counts.deadLetters,
        failedMails: counts.failedMails,
        webhookSilentSince: counts.unheardSince,
        clockSkewSeconds: skewMs === null ? null : Math.round(skewMs / SECOND),
        setup: setup.map(({ name, problem, checkedAt }) => ({
          name,
          ok: problem === null,
          checkedAt,
        })),
      },
    }
  } catch {
    return down
  }
}

/** Nobody runs the jobs: what is stored waits, and nobody is told anything. */
function silenceOf(aliveAt: Date | null, now: Date): string[] {
  if (aliveAt !== null && aliveAt > later(now, -JOBS_PATIENCE)) return []
  return [
    `The process that does the jobs ${aliveAt === null ? 'has never run' : `has not been heard of since ${formatMoment(aliveAt)}`}: no mail is sent, events that wait are not processed, and nothing scheduled happens. "npm start" starts it again by itself; its log says why it ends.`,
  ]
}

function problemsOf(counts: HealthCounts, now: Date): string[] {
  const problems: string[] = []
  const { pendingSince, pendingEvents, deadLetters, failedMails, deliveryLagMs: lag } = counts
  if (counts.unheardSince)
    problems.push(
      `Stripe’s events have not come by themselves since ${formatMoment(counts.unheardSince)}: ${amount(counts.unheardEvents, 'event was', 'events were')} found by asking only. See in the Dashboard what the webhook endpoint is answered, and whether POST /api/stripe/webhook reaches this site.`,
    )
  if (lag !== null && Math.abs(lag) > SKEW_ALLOWED)
    problems.push(
      `The newest event came ${Math.round(Math.abs(lag) / SECOND)} seconds ${lag > 0 ? 'after' : 'before'} Stripe says it sent it: a clock is wrong. Switch on time synchronisation (NTP) on the database’s machine.`,
    )
  if (deadLetters > 0)
    problems.push(
      `${amount(deadLetters, 'event of Stripe’s was', 'events of Stripe’s were')} given up. Newsroom, Billing shows why; replay ${deadLetters === 1 ? 'it' : 'them'} there.`,
    )
  if (pendingSince && pendingSince < later(now, -PENDING_PATIENCE))
    problems.push(
      `${amount(pendingEvents, 'event of Stripe’s waits', 'events of Stripe’s wait')}, the oldest since ${formatMoment(pendingSince)}. Newsroom, Billing shows why.`,
    )
  if (failedMails > 0)
    problems.push(
      `${amount(failedMails, 'mail was', 'mails were')} given up in the last day. If it is more than one address that does not exist, check SMTP_URL.`,
    )
  return problems
}

const amount = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** Nobody looks at the set-up any more: what it says is old, and the schedule does not run. */
function staleness(setup: { checkedAt: Date }[], now: Date): string[] {
  const newest = Math.max(...setup.map(({ checkedAt }) => checkedAt.getTime()))
  if (setup.length === 0 || newest > later(now, -CHECK_FRESH).getTime()) return []
  return [
    `The set-up was last checked ${formatMoment(new Date(newest))}: the scheduled work does not run. The log says why.`,
  ]
}
