/** How many connections to PostgreSQL each process keeps, so that all of them together find room. */

/** What a process does: `door` answers requests, `jobs` what runs by itself; in development one does `both`. */
export type Role = 'door' | 'jobs' | 'both'

/** The most connections of each pool: for public output, people and staff, who waits for Stripe, and what Stripe tells. */
export type PoolSizes = { public: number; app: number; billing: number; inbox: number }

/** A drain takes six of those for Stripe, scheduled work two. */
const JOBS: PoolSizes = { public: 1, app: 4, billing: 8, inbox: 1 }
/** What one process alone takes: more waits for processor time and not for a connection. */
const ALONE: PoolSizes = { public: 10, app: 10, billing: 12, inbox: 2 }
/** What several share. PostgreSQL admits a hundred unless told otherwise, and keeps three for its owner. */
const SHARED = 64
/** Below this, people who subscribe would wait for the webhook. */
const LEAST: PoolSizes = { public: 2, app: 2, billing: 3, inbox: 1 }

/** The connection on which changes are heard. */
const LISTENING = 1
/** The connections of pg-boss, and the one on which the jobs are woken. */
const SCHEDULE = 3

const sum = (pools: PoolSizes) => pools.public + pools.app + pools.billing + pools.inbox

/** The pools of one process of `workers` that answer requests. */
export function poolSizes(role: Role, workers: number): PoolSizes {
  if (role === 'jobs') return JOBS
  const share = SHARED / workers / sum(ALONE)
  const part = (name: keyof PoolSizes) =>
    Math.max(LEAST[name], Math.min(ALONE[name], Math.floor(ALONE[name] * share)))
  return {
    public: part('public'),
    app: part('app'),
    billing: part('billing'),
    inbox: part('inbox'),
  }
}

/** The most connections that the whole site takes, with so many processes that answer requests. */
export function connectionsNeeded(workers: number): number {
  return workers * (sum(poolSizes('door', workers)) + LISTENING) + sum(JOBS) + SCHEDULE
}
