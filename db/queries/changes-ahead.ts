/** Announcing a change before it is committed; `db/migrations/0006_changes.sql` does the work. */
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AppQueryable } from '../client.ts'

const announced = z.object({ number: z.coerce.number().nullable() })

/**
 * Tells every listening instance that `change` (as in a payload of `foldline_changes`) is about to be
 * committed. Returns the announcement's number, or null when nobody listens. On a connection of its
 * own, never within the transaction that makes the change: it is told when it commits.
 */
export async function announceChange(db: AppQueryable, change: string): Promise<number | null> {
  const [row] = await db.execute(sql`select announce_change(${change}) as number`)
  return announced.parse(row).number
}

/** Waits until no instance can still believe what it kept before the announcement; 2.5 s at most. */
export async function awaitListeners(db: AppQueryable, announcement: number): Promise<void> {
  await db.execute(sql`select await_listeners(${announcement})`)
}

/** Says that what was announced is done: at the end of its transaction, or after it. */
export async function settleAnnouncement(db: AppQueryable, announcement: number): Promise<void> {
  await db.execute(sql`select settle_announcement(${announcement})`)
}
