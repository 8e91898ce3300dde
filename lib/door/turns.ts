import type { AppDatabase } from '#db/client.ts'
import type { ReaderClass } from '#lib/access/level.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { sessionTokenReader } from '#lib/auth/session-cookie.ts'
import { addressKey, type Limit, takeTurn, type Turn } from '#lib/limits.ts'

/** Who asks, as far as the door knows it. */
export type Asking = { address: string; cookie: string | undefined; readerClass: ReaderClass }

/** Takes a turn for who asks; null: nobody counts theirs. Rejects when the database does not answer. */
export type TakeTurn = (limit: Limit, asking: Asking) => Promise<Turn> | null

/** This machine itself: its operator, or a proxy that does not say for whom it asks, which is everybody. */
const isHere = (address: string) => /^(::1|127\.\d+\.\d+\.\d+)$/.test(address)

/**
 * Opens the counting of what the door answers by itself. Who is signed in has turns of their own, wherever
 * they are; others have them by their address. A cookie counts only when it is a session's: otherwise each
 * made-up one would bring new turns.
 */
export function openTurns({ db, siteUrl }: { db: AppDatabase; siteUrl: URL }): TakeTurn {
  const tokenOf = sessionTokenReader(siteUrl)
  return (limit, { address, cookie, readerClass }) => {
    if (isHere(address)) return null
    const token = readerClass === 'anonymous' ? null : tokenOf(cookie)
    const key = token === null ? addressKey(address) : `session ${hashToken(token)}`
    return takeTurn(db, limit, key)
  }
}
