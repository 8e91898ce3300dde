import { and, desc, eq, notInArray } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { consent } from '../schema/agreements.ts'
import { stripeCustomer, subscription } from '../schema/money.ts'

/**
 * Whether a reader ever had a subscription of ours, under this or an earlier customer. One whose first
 * payment was never made does not count: nothing was had.
 */
export async function everSubscribed(db: AppQueryable, readerId: string): Promise<boolean> {
  const [found] = await db
    .select({ id: subscription.id })
    .from(subscription)
    .innerJoin(stripeCustomer, eq(stripeCustomer.customerId, subscription.customerId))
    .where(
      and(
        eq(stripeCustomer.readerId, readerId),
        eq(subscription.ours, true),
        notInArray(subscription.status, ['incomplete', 'incomplete_expired']),
      ),
    )
    .limit(1)
  return found !== undefined
}

/** Keeps what somebody agreed to. Rows are added, never changed. */
export async function addConsent(
  db: AppQueryable,
  row: Omit<typeof consent.$inferInsert, 'id'>,
): Promise<void> {
  await db.insert(consent).values(row)
}

/** What a reader agreed to when they set out to buy, the newest first. */
export async function consentsOfReader(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      id: consent.id,
      kind: consent.kind,
      textVersion: consent.textVersion,
      text: consent.text,
      subjectId: consent.subjectId,
      agreedAt: consent.agreedAt,
    })
    .from(consent)
    .where(eq(consent.readerId, readerId))
    .orderBy(desc(consent.agreedAt))
    .limit(limit)
}
