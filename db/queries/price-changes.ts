import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { priceChange } from '../schema/agreements.ts'
import { subscription } from '../schema/money.ts'

export type PriceChangeRow = typeof priceChange.$inferSelect

/**
 * The prices, other than this one, at which subscriptions of ours by this interval run: every one of them, or every
 * few, which our copy does not tell apart.
 */
export async function otherPricesInUse(
  db: AppQueryable,
  current: { priceId: string; interval: string; currency: string },
): Promise<string[]> {
  const rows = await db
    .selectDistinct({ priceId: subscription.priceId })
    .from(subscription)
    .where(
      and(
        eq(subscription.ours, true),
        isNull(subscription.vanishedAt),
        eq(subscription.interval, current.interval),
        eq(subscription.currency, current.currency),
        ne(subscription.priceId, current.priceId),
        sql`${subscription.status} in ('active', 'trialing', 'past_due', 'paused', 'unpaid')`,
      ),
    )
  return rows.map(({ priceId }) => priceId).filter((priceId) => priceId !== null)
}

/**
 * Announces a change, unless one is announced for this price already: two would be two truths.
 * Says whether it was added.
 */
export async function addPriceChange(
  db: AppQueryable,
  change: typeof priceChange.$inferInsert,
): Promise<boolean> {
  const added = await db
    .insert(priceChange)
    .values(change)
    .onConflictDoNothing()
    .returning({ id: priceChange.id })
  return added.length > 0
}

/** The changes that are announced and not taken back. */
export async function openPriceChanges(db: AppQueryable): Promise<PriceChangeRow[]> {
  return db.select().from(priceChange).where(isNull(priceChange.canceledAt))
}
