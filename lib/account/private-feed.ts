import type { AppDatabase } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { deletePrivateFeed, privateFeedOf, putPrivateFeed } from '#db/queries/private-feeds.ts'
import { readerClassOf } from '#lib/access/decide.ts'
import { hashToken, newToken } from '#lib/auth/hash.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'

/** What became of the wish for a private feed. The token is in no other place: whoever loses it makes another. */
export type FeedRenewal =
  | { kind: 'renewed'; token: string }
  /** Only who may read everything gets a feed of whole texts. */
  | { kind: 'not_granted' }
  | { kind: 'limited'; retryAfterSeconds: number }

/** A reader's feed as their account shows it: since when they have it, and whether they may make one. */
export async function ownPrivateFeed(db: AppDatabase, readerId: string, now: Date) {
  const feed = await privateFeedOf(db, readerId)
  return { madeAt: feed?.madeAt ?? null, granted: await mayHave(db, readerId, now) }
}

async function mayHave(db: AppDatabase, readerId: string, now: Date): Promise<boolean> {
  return readerClassOf(await accessRowsOfReader(db, readerId), now) === 'subscriber'
}

/** Makes a reader's private feed, or a new address for the one they have: then the old one leads nowhere. */
export async function renewPrivateFeed(
  db: AppDatabase,
  readerId: string,
  now: Date,
): Promise<FeedRenewal> {
  const turn = await takeTurn(db, limits.privateFeedsMade, readerId)
  if (turn.kind === 'limited') return turn
  if (!(await mayHave(db, readerId, now))) return { kind: 'not_granted' }
  const token = newToken()
  await db.transaction(async (tx) => {
    const before = await privateFeedOf(tx, readerId)
    await putPrivateFeed(tx, { readerId, tokenHash: hashToken(token), madeAt: now })
    await note(tx, readerId, before ? 'Renewed their private feed' : 'Made a private feed')
  })
  return { kind: 'renewed', token }
}

/** Switches a reader's private feed off. Doing it twice changes nothing. */
export async function endPrivateFeed(db: AppDatabase, readerId: string): Promise<void> {
  await db.transaction(async (tx) => {
    if (await deletePrivateFeed(tx, readerId))
      await note(tx, readerId, 'Switched off their private feed')
  })
}

async function note(
  db: Parameters<typeof addAuditEntry>[0],
  readerId: string,
  action: string,
): Promise<void> {
  await addAuditEntry(db, { actorId: readerId, actor: 'the reader', action, subjectId: readerId })
}
