import type { AppDatabase } from '#db/client.ts'
import { holdAlone } from '#db/queries/billing.ts'
import { deadEvents, deadLetterNews, eventsWaitingSince } from '#db/queries/dead-letters.ts'
import { allStaff } from '#db/queries/readers.ts'
import { HOUR, later, MINUTE, SECOND } from '#lib/clock.ts'
import { queueMail } from '#lib/mail/queue.ts'

/** At most one mail in this time, however many events are given up. */
const QUIET = 1 * HOUR

/** As many as a page shows. The others come up when these are done. */
const SHOWN = 100

/** An event that waits longer than this is shown to staff. */
const WAITS_LONG = 10 * MINUTE

/** An event that needs a person, as staff see it. */
export type StuckEvent = {
  id: string
  type: string
  customerId: string | null
  readerId: string | null
  error: string | null
  attempts: number
  createdAt: Date
  receivedAt: Date
  /** When it was given up; null for one that waits. */
  processedAt: Date | null
  nextAttemptAt: Date
}

/** The events that were given up, and those that have waited for long. */
export async function stuckEvents(
  db: AppDatabase,
  now: Date,
): Promise<{ dead: StuckEvent[]; waiting: StuckEvent[] }> {
  const [dead, waiting] = await Promise.all([
    deadEvents(db, SHOWN),
    eventsWaitingSince(db, later(now, -WAITS_LONG), SHOWN),
  ])
  return { dead, waiting }
}

/**
 * Tells every admin by mail when events were given up since the last such mail, at most once an hour.
 * Called when it happens and now and then, so that what happened in the quiet hour is told after it.
 * Returns whether a mail was queued.
 */
export async function alertDeadLetters(db: AppDatabase, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    await holdAlone(tx, 'dead letters', 5 * SECOND)
    const { toldAt, count, newest } = await deadLetterNews(tx, 'staff_dead_letter')
    if (newest === null || (toldAt !== null && toldAt > later(now, -QUIET))) return false
    const admins = (await allStaff(tx)).filter(({ role }) => role === 'admin')
    for (const { id, email } of admins)
      await queueMail(tx, {
        to: email,
        readerId: id,
        onceKey: `dead-letter ${newest.id} ${newest.processedAt?.toISOString()} ${id}`,
        message: {
          kind: 'staff_dead_letter',
          count,
          event: newest.id,
          type: newest.type,
          error: newest.error ?? 'unknown',
          receivedAt: newest.receivedAt.toISOString(),
        },
      })
    return admins.length > 0
  })
}
