import type { AppDatabase } from '#db/client.ts'
import { countPendingEvents } from '#db/queries/inbox.ts'

/** Whether this instance can serve, for a load balancer and a person who watches. */
export type Health =
  | { kind: 'up'; pendingEvents: number }
  /** The database does not answer. */
  | { kind: 'down' }

/** Asks the database for something small. Never throws. */
export async function readHealth(db: AppDatabase): Promise<Health> {
  try {
    return { kind: 'up', pendingEvents: await countPendingEvents(db) }
  } catch {
    return { kind: 'down' }
  }
}
