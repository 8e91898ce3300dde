import type { AppDatabase } from '#db/client.ts'
import { accessRowsOfSession } from '#db/queries/access.ts'
import { readerClassOf } from '#lib/access/decide.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { readSessionToken } from '#lib/auth/session-cookie.ts'

/**
 * The class of reader who sends a request: decided anew for each, from the session in its cookie and
 * from what the database says at `now`. Throws when the database does not answer; the door then
 * says so, because a payer must not be shown the preview as if they had not paid.
 */
export async function readerClassOfRequest(
  db: AppDatabase,
  cookieHeader: string | undefined,
  siteUrl: URL,
  now: Date,
): Promise<ReaderClass> {
  const token = readSessionToken(cookieHeader, siteUrl)
  if (token === null) return 'anonymous'
  return readerClassOf(await accessRowsOfSession(db, hashToken(token), now), now)
}
