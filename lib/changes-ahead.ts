import type { AppDatabase, AppQueryable } from '#db/client.ts'
import { announceChange, awaitListeners, settleAnnouncement } from '#db/queries/changes-ahead.ts'
import { SECOND } from './clock.ts'
import { log } from './log.ts'
import { appDatabase } from './runtime.ts'

/** What is about to be taken away, as instances keep it. */
export type ChangeAhead = `reader ${string}` | `session ${string}` | `article ${string}`

/** An announcement that is to be settled, or null: nobody listens, or it did not come about. */
export type Ahead = number | null

/** SQL waits 2.5 seconds at most; the rest is for two ways to the database and back. */
const PATIENCE = 3 * SECOND

/**
 * Announces from within a transaction that access is about to end or a page to become stricter, and
 * waits until no instance serves it from memory any more: each asks the database from then on. Told
 * on a connection of the application's pool, for a transaction tells only when it commits; after that
 * nobody is served what was before (lib/door/README.md has the proof).
 *
 * Never throws and never waits for more than three seconds: the change is made in any case, and
 * instances hear of it a moment later.
 */
export function announceFromWithin(change: ChangeAhead): Promise<Ahead> {
  return announce(appDatabase, change)
}

/** Says, when `tx` commits, that it is done. Called last in it; without it instances wait ten seconds. */
export async function settleAhead(tx: AppQueryable, ahead: Ahead): Promise<void> {
  if (ahead !== null) await settleAnnouncement(tx, ahead)
}

/**
 * Does `work`, which commits by itself, with its change announced before. When the work fails the
 * announcement is not settled: it may have been committed.
 */
export async function withChangeAhead<T>(
  db: AppDatabase,
  change: ChangeAhead,
  work: () => Promise<T>,
): Promise<T> {
  const ahead = await announce(() => db, change)
  const outcome = await work()
  await settleAhead(db, ahead).catch((error: unknown) => {
    log().warn({ err: error }, 'an announced change was not settled')
  })
  return outcome
}

async function announce(database: () => AppDatabase, change: ChangeAhead): Promise<Ahead> {
  const patience = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => patience.reject(new Error(`Not announced within ${PATIENCE} ms.`)),
    PATIENCE,
  )
  const tell = async () => {
    const db = database()
    const announcement = await announceChange(db, change)
    if (announcement !== null) await awaitListeners(db, announcement)
    return announcement
  }
  try {
    return await Promise.race([tell(), patience.promise])
  } catch (error) {
    log().warn({ err: error }, 'a change was not announced before it was made')
    return null
  } finally {
    clearTimeout(timer)
  }
}
