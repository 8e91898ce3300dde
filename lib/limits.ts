import { LRUCache } from 'lru-cache'
import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible'
import type { AppDatabase } from '#db/client.ts'
import { rateLimit } from '#db/schema/limits.ts'

/**
 * So many turns (`points`) in so many seconds, counted in PostgreSQL and so shared by all instances. Of what is
 * asked for often, `ahead` turns are taken at once and spent in the process, so that not each asks the database.
 */
export type Limit = { name: string; points: number; seconds: number; ahead?: number }

/** Whether this turn may be taken. `first`: it is the first that is refused in this span of time. */
export type Turn =
  | { kind: 'allowed' }
  | { kind: 'limited'; retryAfterSeconds: number; first: boolean }

/** What one process knows of one limit. */
type Known = {
  limiter: RateLimiterDrizzle
  /** Turns that were taken ahead. */
  held: LRUCache<string, { left: number }>
}

/**
 * By the database they count in. This file is loaded twice in a process; that each copy then knows of refusals
 * and turns of its own costs a query more, and lets nobody through.
 */
const known = new WeakMap<AppDatabase, Map<string, Known>>()

/**
 * Takes one turn under `key`, or says how long to wait for one. A key should not be readable as the
 * address of a person: hash what identifies one. Counters that are over are deleted by a job.
 *
 * Who was refused is refused without a query until the time is over, so that a flood costs the database
 * no more than the turns it may take.
 */
export async function takeTurn(db: AppDatabase, limit: Limit, key: string): Promise<Turn> {
  const { limiter, held } = knownOf(db, limit)
  const mine = held.get(key)
  if (mine && mine.left > 0) {
    mine.left--
    return { kind: 'allowed' }
  }
  const ahead = limit.ahead ?? 1
  try {
    const taken = await limiter.consume(key, ahead)
    if (ahead > 1) held.set(key, { left: ahead - 1 }, { ttl: Math.max(1, taken.msBeforeNext) })
    return { kind: 'allowed' }
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    return {
      kind: 'limited',
      retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
      // From memory it says that nothing was consumed.
      first: refusal.consumedPoints > 0 && refusal.consumedPoints <= limit.points + ahead,
    }
  }
}

/** Takes a turn of each, in this order, until one is refused. */
export async function takeTurns(
  db: AppDatabase,
  wanted: readonly (readonly [limit: Limit, key: string])[],
): Promise<Turn> {
  for (const [limit, key] of wanted) {
    const turn = await takeTurn(db, limit, key)
    if (turn.kind === 'limited') return turn
  }
  return { kind: 'allowed' }
}

const groupsOf = (part: string | undefined) => (part ? part.split(':') : [])

/**
 * An address as limits know it. Whoever has IPv6 has a whole network of it, 2^64 addresses, and would
 * have as many turns.
 */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? []
  const [left, right] = [groupsOf(head), groupsOf(tail)]
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const all = [...left, ...Array.from({ length: zeros }, () => '0'), ...right]
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

function knownOf(db: AppDatabase, limit: Limit): Known {
  const all = known.get(db) ?? new Map<string, Known>()
  known.set(db, all)
  const found = all.get(limit.name)
  if (found && found.limiter.points === limit.points) return found
  const made = {
    limiter: new RateLimiterDrizzle({
      storeClient: db,
      schema: rateLimit,
      keyPrefix: limit.name,
      points: limit.points,
      duration: limit.seconds,
      clearExpiredByTimeout: false,
      inMemoryBlockOnConsumed: limit.points + 1,
    }),
    held: new LRUCache<string, { left: number }>({ max: 10_000 }),
  }
  all.set(limit.name, made)
  return made
}
