import type { AppDatabase } from '#db/client.ts'
import { endSessions, sessionsOfReader } from '#db/queries/sign-in.ts'

/** A browser somebody is signed in with. */
export type SignedInDevice = { device: string; since: Date; until: Date }

/** Where a reader is signed in at `now`, newest first. */
export async function signedInDevices(
  db: AppDatabase,
  readerId: string,
  now: Date,
): Promise<SignedInDevice[]> {
  const sessions = await sessionsOfReader(db, readerId, now)
  return sessions.map(({ device, createdAt, expires }) => ({
    device,
    since: createdAt,
    until: expires,
  }))
}

/** Ends every session of a reader, this one too: the next request of each is anonymous. */
export async function signOutEverywhere(db: AppDatabase, readerId: string): Promise<void> {
  await endSessions(db, readerId)
}
