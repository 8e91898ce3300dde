import { LRUCache } from 'lru-cache'
import type { SessionRows } from '#db/queries/access.ts'
import type { ReaderFacts } from '#lib/access/facts.ts'
import { SECOND } from '#lib/clock.ts'

/** How long what bears on a session's access is kept at most. */
const LIFE = 30 * SECOND
/**
 * The same for a token that belongs to no session. Nobody has a token before its session is made, so
 * none that is remembered here becomes one; but a session can come back out of a backup.
 */
const LIFE_OF_UNKNOWN = 5 * SECOND

/** How many are kept at most: sessions, and tokens that belong to none. */
export type Bounds = { sessions: number; unknown: number }

/** What bears on the access of one session, and on what is noted of it. */
export type Kept = {
  readerId: string
  facts: ReaderFacts
  /** Whether they want noted what they read (`history.ts`). */
  keepsHistory: boolean
  /** In milliseconds of the clock on the wall. */
  sessionEnds: number
  /** In milliseconds of the steady clock: not believed from then on. */
  until: number
}

/** What is kept about sessions, by the hash of their token. Bounded; the least used goes first. */
export type KeptSessions = {
  /** Null: there is no such session. Undefined: nothing is kept. */
  get: (hash: string, now: Date, steady: number) => Kept | null | undefined
  /** Keeps what was read by a look-up that began at `steady`. */
  keep: (hash: string, read: Kept | null, steady: number) => void
  dropSession: (hash: string) => void
  dropReader: (readerId: string) => void
  clear: () => void
  size: () => number
}

/** What a look-up that began at `steady` has found, to be kept. */
export function toKept(found: SessionRows | null, steady: number): Kept | null {
  if (found === null) return null
  const { rows, sessionEnds, keepsHistory } = found
  return {
    readerId: rows.readerId,
    facts: rows,
    keepsHistory,
    sessionEnds: sessionEnds.getTime(),
    until: steady + LIFE,
  }
}

/** Opens the memory, empty. */
export function openKeptSessions(bounds: Bounds): KeptSessions {
  const ofReader = new Map<string, Set<string>>()
  const sessions = new LRUCache<string, Kept>({
    max: bounds.sessions,
    dispose: ({ readerId }, hash) => {
      const hashes = ofReader.get(readerId)
      hashes?.delete(hash)
      if (hashes?.size === 0) ofReader.delete(readerId)
    },
  })
  const unknown = new LRUCache<string, { until: number }>({ max: bounds.unknown })
  return {
    get: (hash, now, steady) => {
      const kept = sessions.get(hash)
      if (kept !== undefined)
        return steady < kept.until && now.getTime() < kept.sessionEnds ? kept : undefined
      const none = unknown.get(hash)
      return none !== undefined && steady < none.until ? null : undefined
    },
    keep: (hash, read, steady) => {
      if (read === null) {
        sessions.delete(hash)
        unknown.set(hash, { until: steady + LIFE_OF_UNKNOWN })
        return
      }
      unknown.delete(hash)
      // What was kept before is disposed of first, and with it its place here.
      sessions.set(hash, read)
      const hashes = ofReader.get(read.readerId) ?? new Set()
      ofReader.set(read.readerId, hashes.add(hash))
    },
    dropSession: (hash) => {
      sessions.delete(hash)
      unknown.delete(hash)
    },
    dropReader: (readerId) => {
      for (const hash of ofReader.get(readerId) ?? []) sessions.delete(hash)
    },
    clear: () => {
      sessions.clear()
      unknown.clear()
    },
    size: () => sessions.size + unknown.size,
  }
}
