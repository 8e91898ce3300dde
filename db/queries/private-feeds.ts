/** Feeds of one reader. Tokens are known here by their hashes alone. */
import { and, eq, isNull } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { privateFeed, reader } from '../schema/people.ts'

/** Gives a reader a feed under this token. One that they had is no longer found by the token it had. */
export async function putPrivateFeed(
  db: AppQueryable,
  feed: { readerId: string; tokenHash: string; madeAt: Date },
): Promise<void> {
  const { tokenHash, madeAt } = feed
  await db
    .insert(privateFeed)
    .values(feed)
    .onConflictDoUpdate({ target: privateFeed.readerId, set: { tokenHash, madeAt } })
}

/** Takes a reader's feed away; says whether they had one. */
export async function deletePrivateFeed(db: AppQueryable, readerId: string): Promise<boolean> {
  const gone = await db
    .delete(privateFeed)
    .where(eq(privateFeed.readerId, readerId))
    .returning({ readerId: privateFeed.readerId })
  return gone.length > 0
}

/** The feed of a reader, or null when they have none. */
export async function privateFeedOf(db: AppQueryable, readerId: string) {
  const [found] = await db
    .select({ madeAt: privateFeed.madeAt })
    .from(privateFeed)
    .where(eq(privateFeed.readerId, readerId))
  return found ?? null
}

/** Whose feed is found by this token, or null when none is. */
export async function ownerOfPrivateFeed(db: AppQueryable, tokenHash: string) {
  const [found] = await db
    .select({ readerId: privateFeed.readerId })
    .from(privateFeed)
    .innerJoin(reader, eq(reader.id, privateFeed.readerId))
    .where(and(eq(privateFeed.tokenHash, tokenHash), isNull(reader.deletedAt)))
  return found?.readerId ?? null
}
