/** Idempotency keys: the same key with the same parameters gets the same answer, and nothing is done twice. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ApiError } from './api-error.ts'
import type { World } from './world.ts'

const KEPT_SECONDS = 30 * 24 * 3600

const row = z.object({
  fingerprint: z.string(),
  status: z.number(),
  request: z.string(),
  body: z.string(),
})

export type Kept = Pick<z.infer<typeof row>, 'status' | 'request' | 'body'>

/** What tells one request from another. */
export function fingerprintOf(method: string, pathname: string, body: string): string {
  return createHash('sha256').update(`${method} ${pathname}\n${body}`).digest('hex')
}

/** The answer given earlier under this key, or null. Throws when it was for another request. */
export function findReplay(world: World, key: string, fingerprint: string): Kept | null {
  const found = world.store.db.prepare('select * from replay where key = ?').get(key)
  if (!found) return null
  const kept = row.parse(found)
  if (kept.fingerprint !== fingerprint)
    throw new ApiError(400, {
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    })
  return kept
}

/** Keeps an answer, and forgets those of a month ago. */
export function keepReplay(world: World, key: string, fingerprint: string, kept: Kept): void {
  const moment = world.wall()
  world.store.db.prepare('delete from replay where at < ?').run(moment - KEPT_SECONDS)
  world.store.db
    .prepare(
      'insert into replay (key, fingerprint, status, request, body, at) values (?, ?, ?, ?, ?, ?)',
    )
    .run(key, fingerprint, kept.status, kept.request, kept.body, moment)
}

/** Stripe's answer while the first request with a key is still being worked on. */
export function keyInUse(key: string): ApiError {
  return new ApiError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Stripe-Idempotent-Key (${key}). That probably means you submitted twice, and the other request is still going through. Please try again in a bit.`,
  })
}
