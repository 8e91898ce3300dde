import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible'
import type { AppDatabase } from '#db/client.ts'
import { rateLimit } from '#db/schema/limits.ts'

/** So many turns (`points`) in so many seconds, counted in PostgreSQL and so shared by all instances. */
export type Limit = { name: string; points: number; seconds: number }

/** Whether this turn may be taken. */
export type Turn = { kind: 'allowed' } | { kind: 'limited'; retryAfterSeconds: number }

/**
 * Takes one turn under `key`, or says how long to wait for one. A key should not be readable as the
 * address of a person: hash what identifies one. Counters that are over are deleted by a job.
 */
export async function takeTurn(db: AppDatabase, limit: Limit, key: string): Promise<Turn> {
  const limiter = new RateLimiterDrizzle({
    storeClient: db,
    schema: rateLimit,
    keyPrefix: limit.name,
    points: limit.points,
    duration: limit.seconds,
    clearExpiredByTimeout: false,
  })
  try {
    await limiter.consume(key)
    return { kind: 'allowed' }
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    return { kind: 'limited', retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1000) }
  }
}
