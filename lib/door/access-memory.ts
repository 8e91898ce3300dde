import type { AppDatabase } from '#db/client.ts'
import { readerClassOf } from '#lib/access/decide.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { sessionTokenReader } from '#lib/auth/session-cookie.ts'
import type { Change } from './change.ts'
import type { Changes } from './changes.ts'
import { type Bounds, type Kept, type KeptSessions, openKeptSessions } from './kept-sessions.ts'
import { openLookUps } from './look-ups.ts'

/** Says for which class of reader a request is answered. */
export type AccessMemory = {
  /**
   * The class of whoever sends this Cookie header, decided anew for each request from what is kept or
   * from the database. At once when it is kept. Rejects when neither can say: a payer must not be
   * shown the preview as if they had not paid.
   */
  classOf: (cookieHeader: string | undefined, now: Date) => ReaderClass | Promise<ReaderClass>
  /** Whether they work here, from the same source. Pages and actions of the newsroom ask again for themselves. */
  isStaff: (cookieHeader: string | undefined, now: Date) => Promise<boolean>
  /**
   * Who sends this header, if they want noted what they read, as far as that is kept: at once, and without asking. Where nothing is
   * kept, nothing is noted.
   */
  whoseHistory: (cookieHeader: string, now: Date) => string | null
  /** How many sessions, and tokens that are none, are kept. */
  size: () => number
}

type Setting = {
  db: AppDatabase
  changes: Changes
  siteUrl: URL
  bounds?: Bounds
  /** Milliseconds of a clock that never goes back. */
  steady?: () => number
}

/**
 * Opens the memory of who may read what. What bears on a session's access is looked up once and kept
 * for thirty seconds at most, never past the session's end, and dropped when it changes; the decision
 * itself is made for every request, so an end that is known needs nobody to tell of it.
 */
export function openAccessMemory({
  db,
  changes,
  siteUrl,
  bounds = { sessions: 100_000, unknown: 10_000 },
  steady = () => performance.now(),
}: Setting): AccessMemory {
  const kept = openKeptSessions(bounds)
  const lookUps = openLookUps({ db, changes, kept, steady })
  const tokenOf = sessionTokenReader(siteUrl)
  changes.onChange((change) => {
    if (!isAboutAccess(change)) return
    lookUps.noteChange()
    drop(kept, change)
  })

  /**
   * Asks the database, once more when it answers others after it failed here. What is kept counts only
   * while it is out of reach.
   */
  const ask = async (
    way: typeof lookUps.ask,
    hash: string,
    now: Date,
    again = true,
  ): Promise<Kept | null> => {
    const { database } = changes
    try {
      return await database.whileItAnswers(() => way(hash, now))
    } catch (error) {
      if (await database.next()) {
        if (again) return ask(lookUps.askAlone, hash, now, false)
        throw error
      }
      const last = kept.get(hash, now, steady())
      if (last === undefined || last === null) throw error
      return last
    }
  }

  /** What bears on the access of whoever sends this header; null for somebody who is not signed in. */
  const find = (
    cookieHeader: string | undefined,
    now: Date,
  ): Kept | null | Promise<Kept | null> => {
    const token = tokenOf(cookieHeader)
    if (token === null) return null
    const hash = hashToken(token)
    if (!changes.trusted()) return ask(lookUps.askAlone, hash, now)
    const found = kept.get(hash, now, steady())
    return found === undefined ? ask(lookUps.ask, hash, now) : found
  }

  return {
    classOf: (cookieHeader, now) => {
      const found = find(cookieHeader, now)
      return found instanceof Promise ? found.then((one) => decide(one, now)) : decide(found, now)
    },
    isStaff: async (cookieHeader, now) => worksHere(await find(cookieHeader, now)),
    whoseHistory: (cookieHeader, now) => {
      const token = tokenOf(cookieHeader)
      return token === null ? null : whoseHistory(kept.get(hashToken(token), now, steady()))
    },
    size: kept.size,
  }
}

const worksHere = (found: Kept | null) => (found?.facts.staffRole ?? null) !== null

const whoseHistory = (found: Kept | null | undefined) =>
  found?.keepsHistory ? found.readerId : null

const decide = (found: Kept | null, now: Date) => readerClassOf(found && found.facts, now)

const isAboutAccess = (change: Change) => change.kind !== 'article' && change.kind !== 'lists'

function drop(kept: KeptSessions, change: Change): void {
  if (change.kind === 'reader') kept.dropReader(change.readerId)
  else if (change.kind === 'session') kept.dropSession(change.tokenHash)
  else kept.clear()
}
