import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { type AppQueryable, loginFor } from './client.ts'

/** On which the process of the jobs hears that one of them has something to do. */
const CHANNEL = 'foldline_jobs'
const TRY_AGAIN_MS = 2000

/** Tells whichever process runs the jobs that this one has something to do. */
export async function callJobs(db: AppQueryable, job: string): Promise<void> {
  await db.execute(sql`select pg_notify(${CHANNEL}, ${job})`)
}

/**
 * Calls `woken` with the name of each job that is called, on a connection of its own that is opened anew
 * when it is lost. A call meanwhile is missed: whoever listens looks by itself as well. `stop` never throws.
 */
export function hearCalls(
  url: string,
  woken: (job: string) => void,
): { stop: () => Promise<void> } {
  const client = postgres(loginFor(url, 'foldline_app'), {
    max: 1,
    connect_timeout: 5,
    idle_timeout: 0,
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: 'foldline calls' },
  })
  const stopping = new AbortController()
  void listen(client, woken, stopping.signal)
  return {
    stop: async () => {
      stopping.abort()
      await client.end({ timeout: 1 }).catch(() => undefined)
    },
  }
}

/** Until it listens: from then on postgres.js opens a lost connection anew by itself. */
async function listen(
  client: postgres.Sql,
  woken: (job: string) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await client.listen(CHANNEL, woken)
      return
    } catch {
      // The database is not there yet; the timers say so in the log.
      await pause(TRY_AGAIN_MS, undefined, { signal }).catch(() => undefined)
    }
  }
}
