import { lte } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { rateLimit } from '../schema/limits.ts'

/** Deletes the counters whose time is over by `now`: they count nothing any more. */
export async function forgetExpiredLimits(db: AppQueryable, now: Date): Promise<void> {
  await db.delete(rateLimit).where(lte(rateLimit.expire, now))
}
