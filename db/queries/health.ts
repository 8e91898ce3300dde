import { asc, eq, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AppQueryable } from '../client.ts'
import { healthCheck } from '../schema/agreements.ts'

const moment = z.coerce.date().nullable()
const counts = z.object({
  pendingEvents: z.coerce.number(),
  pendingSince: moment,
  deadLetters: z.coerce.number(),
  failedMails: z.coerce.number(),
  unheardEvents: z.coerce.number(),
  unheardSince: moment,
  /** Our time of receipt less Stripe's time of sending, of the newest delivery. */
  deliveryLagMs: z.coerce.number().nullable(),
})

/** What the tables say about how things go. */
export type HealthCounts = z.infer<typeof counts>

/**
 * Counts what waits, was given up or failed (mails: since `mailsSince`, without newsletters, of which some always
 * go to addresses that are no more), and the events made before
 * `settledBefore` that only asking found and that are newer than the newest delivery. One statement,
 * answered from indexes.
 */
export async function countForHealth(
  db: AppQueryable,
  { mailsSince, settledBefore }: { mailsSince: Date; settledBefore: Date },
): Promise<HealthCounts> {
  // A mail is given up within a day of its making.
  const mailsBegunSince = new Date(mailsSince.getTime() - 86_400_000)
  const [row] = await db.execute(sql`
    with newest as (
      select received_at, signed_at from stripe_event where source = 'webhook'
       order by received_at desc nulls last limit 1
    ), unheard as (
      select count(*) as events, min(created_at) as since from stripe_event
       where source = 'reconcile' and created_at < ${settledBefore.toISOString()}
         and created_at > coalesce((select received_at from newest), '-infinity')
         and received_at > coalesce((select received_at from newest), '-infinity')
    ), waiting as (
      select count(*) as events, min(received_at) as since from stripe_event
       where processed_at is null
    )
    select waiting.events as "pendingEvents", waiting.since as "pendingSince",
           (select count(*) from stripe_event where outcome = 'dead') as "deadLetters",
           (select count(*) from mail where state = 'failed' and id > ${firstIdAt(mailsBegunSince)}
             and issue_id is null
             and next_attempt_at > ${mailsSince.toISOString()}) as "failedMails",
           unheard.events as "unheardEvents", unheard.since as "unheardSince",
           (select extract(epoch from received_at - signed_at) * 1000 from newest) as "deliveryLagMs"
      from waiting, unheard`)
  return counts.parse(row)
}

/** The least time-ordered id (UUID v7) that can be made at a moment: the primary key is in that order. */
function firstIdAt(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/** The row of `health_check` that says when jobs last ran anywhere. */
const ALIVE = 'jobs'

/** The row of `health_check` that says whether pictures can be stored. */
export const PICTURE_STORAGE = 'picture storage'

/** Notes that somebody runs the jobs. */
export async function noteAlive(db: AppQueryable, now: Date): Promise<void> {
  await writeHealthChecks(db, [{ name: ALIVE, problem: null }], now)
}

/** When jobs were last run by anybody; null: never. */
export async function lastAlive(db: AppQueryable): Promise<Date | null> {
  const [row] = await db
    .select({ at: healthCheck.checkedAt })
    .from(healthCheck)
    .where(eq(healthCheck.name, ALIVE))
  return row?.at ?? null
}

/** What was found the last time the set-up was looked at, by name. */
export async function healthChecks(db: AppQueryable) {
  return db
    .select()
    .from(healthCheck)
    .where(ne(healthCheck.name, ALIVE))
    .orderBy(asc(healthCheck.name))
}

/** Keeps what was found, in place of what was found before under the same name. */
export async function writeHealthChecks(
  db: AppQueryable,
  findings: { name: string; problem: string | null }[],
  checkedAt: Date,
): Promise<void> {
  if (findings.length === 0) return
  await db
    .insert(healthCheck)
    .values(findings.map((finding) => ({ ...finding, checkedAt })))
    .onConflictDoUpdate({
      target: healthCheck.name,
      set: { problem: sql`excluded.problem`, checkedAt },
    })
}
