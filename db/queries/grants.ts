import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { accessGrant, reader } from '../schema/people.ts'

export type NewGrant = typeof accessGrant.$inferInsert

/** Gives access, and returns the id of the grant. */
export async function addGrant(
  db: AppQueryable,
  grant: Omit<NewGrant, 'onceKey'>,
): Promise<string> {
  const [made] = await db.insert(accessGrant).values(grant).returning({ id: accessGrant.id })
  if (!made) throw new Error('PostgreSQL returned no row for an insert.')
  return made.id
}

/** The same under a once-only key; null when there is a grant with it. */
export async function addGrantOnce(
  db: AppQueryable,
  grant: NewGrant & { onceKey: string },
): Promise<string | null> {
  const [made] = await db
    .insert(accessGrant)
    .values(grant)
    .onConflictDoNothing({ target: accessGrant.onceKey })
    .returning({ id: accessGrant.id })
  return made?.id ?? null
}

/** From when to when this reader's grant gives access; null when it is not theirs or taken back. */
export async function spanOfGrant(
  db: AppQueryable,
  grant: { id: string; readerId: string },
): Promise<{ from: Date; until: Date } | null> {
  const [found] = await db
    .select({ from: accessGrant.startsAt, until: accessGrant.endsAt })
    .from(accessGrant)
    .where(
      and(
        eq(accessGrant.id, grant.id),
        eq(accessGrant.readerId, grant.readerId),
        isNull(accessGrant.revokedAt),
      ),
    )
  return found ?? null
}

/** Takes this reader's grant back from `now` on, unless it is over or taken back; says whose it was. */
export async function revokeGrant(
  db: AppQueryable,
  grant: { id: string; readerId: string },
  now: Date,
): Promise<string | null> {
  const [revoked] = await db
    .update(accessGrant)
    .set({ revokedAt: now })
    .where(
      and(
        eq(accessGrant.id, grant.id),
        eq(accessGrant.readerId, grant.readerId),
        isNull(accessGrant.revokedAt),
        gt(accessGrant.endsAt, now),
      ),
    )
    .returning({ readerId: accessGrant.readerId })
  return revoked?.readerId ?? null
}

/** Grants that end after `from` and by `to`, with whom to tell. Those of deleted readers are nobody's. */
export async function grantsEndingBetween(db: AppQueryable, from: Date, to: Date) {
  return db
    .select({
      id: accessGrant.id,
      kind: accessGrant.kind,
      giver: accessGrant.giver,
      startsAt: accessGrant.startsAt,
      endsAt: accessGrant.endsAt,
      readerId: reader.id,
      email: reader.email,
    })
    .from(accessGrant)
    .innerJoin(reader, eq(reader.id, accessGrant.readerId))
    .where(
      and(
        isNull(accessGrant.revokedAt),
        isNull(reader.deletedAt),
        sql`${accessGrant.endsAt} > ${from.toISOString()} and ${accessGrant.endsAt} <= ${to.toISOString()}`,
      ),
    )
}
