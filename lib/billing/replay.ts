import type { AppDatabase } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { reopenDeadEvents } from '#db/queries/dead-letters.ts'
import { eventState, reopenEvent } from '#db/queries/inbox.ts'
import { type Billing, processEvent } from './inbox.ts'

type Actor = { id: string | null; label: string }

/** What came of processing an event again. */
export type ReplayOutcome =
  | { kind: 'unknown' }
  | { kind: 'processed'; outcome: string }
  | { kind: 'pending'; error: string | null }

/**
 * Takes an event of the inbox as if it had just come in, whatever became of it before. Safe at any
 * time: it makes our copy equal to Stripe's again and sends no mail twice. An audit entry says who
 * asked.
 */
export async function replayEvent(
  db: AppDatabase,
  actor: Actor,
  id: string,
  billing: Billing,
): Promise<ReplayOutcome> {
  const known = await reopenEvent(db, id, billing.now())
  if (!known) return { kind: 'unknown' }
  await addAuditEntry(db, {
    actorId: actor.id,
    actor: actor.label,
    action: 'Replayed a Stripe event',
    detail: { event: id },
  })
  await processEvent(db, id, billing)
  const state = await eventState(db, id)
  return state?.outcome
    ? { kind: 'processed', outcome: state.outcome }
    : { kind: 'pending', error: state?.lastError ?? null }
}

/**
 * Takes every event that was given up as if it had just come in: the inbox processes them within
 * seconds. An audit entry says who asked. Returns how many there are.
 */
export async function replayDeadLetters(db: AppDatabase, actor: Actor, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const count = await reopenDeadEvents(tx, now)
    if (count > 0)
      await addAuditEntry(tx, {
        actorId: actor.id,
        actor: actor.label,
        action: 'Replayed all Stripe events that were given up',
        detail: { count },
      })
    return count
  })
}
