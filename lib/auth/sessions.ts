import { z } from 'zod'
import type { AppDatabase } from '#db/client.ts'
import { endSessionOf, voidEmailChanges } from '#db/queries/account.ts'
import { endSessions, sessionsOfReader } from '#db/queries/sign-in.ts'
import { withChangeAhead } from '#lib/changes-ahead.ts'

/** A browser somebody is signed in with. `id` may be shown; it opens nothing. */
export type SignedInDevice = {
  id: string
  device: string
  since: Date
  until: Date
  /** Whether it is the browser that asks. */
  here: boolean
}

/** Where a reader is signed in at `now`, newest first. `thisOne` is the hash of the asking session's token. */
export async function signedInDevices(
  db: AppDatabase,
  readerId: string,
  thisOne: string | null,
  now: Date,
): Promise<SignedInDevice[]> {
  const sessions = await sessionsOfReader(db, readerId, now)
  return sessions.map(({ id, tokenHash, device, createdAt, expires }) => ({
    id,
    device,
    since: createdAt,
    until: expires,
    here: tokenHash === thisOne,
  }))
}

/**
 * Ends one session of this reader: its next request is anonymous. Says whether there was such a one;
 * a session of somebody else is none.
 */
export async function endOneSession(
  db: AppDatabase,
  readerId: string,
  sessionId: string,
): Promise<boolean> {
  // Whatever a form sends may come here; PostgreSQL throws at what is no id.
  if (!z.uuid().safeParse(sessionId).success) return false
  return withChangeAhead(db, `reader ${readerId}`, () => endSessionOf(db, readerId, sessionId))
}

/**
 * Ends every session of a reader, this one too: the next request of each is anonymous. A change of
 * address that somebody asked for in one of them becomes void.
 */
export async function signOutEverywhere(
  db: AppDatabase,
  readerId: string,
  now: Date,
): Promise<void> {
  await withChangeAhead(db, `reader ${readerId}`, () =>
    db.transaction(async (tx) => {
      await endSessions(tx, readerId)
      await voidEmailChanges(tx, readerId, now)
    }),
  )
}
