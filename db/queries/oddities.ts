import { and, asc, desc, eq, gt, isNotNull, isNull, ne, notExists } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { AppQueryable } from '../client.ts'
import { refusedLink, stripeCustomer, subscription } from '../schema/money.ts'

/** Subscriptions that Stripe describes oddly, of readers who are still linked to their customer. */
export async function oddSubscriptions(db: AppQueryable) {
  return db
    .select({
      kind: subscription.oddity,
      readerId: stripeCustomer.readerId,
      subscriptionId: subscription.id,
      status: subscription.status,
      pause: subscription.pauseBehavior,
    })
    .from(subscription)
    .innerJoin(stripeCustomer, eq(stripeCustomer.customerId, subscription.customerId))
    .where(
      and(
        isNotNull(subscription.oddity),
        eq(subscription.ours, true),
        isNull(subscription.vanishedAt),
        isNull(stripeCustomer.unlinkedAt),
      ),
    )
    .orderBy(asc(subscription.createdAt))
}

/** Keeps that a reader was not linked to a customer of somebody else, with when it happened last. */
export async function addRefusedLink(
  db: AppQueryable,
  link: { customerId: string; readerId: string },
  refusedAt: Date,
): Promise<void> {
  await db
    .insert(refusedLink)
    .values({ ...link, refusedAt })
    .onConflictDoUpdate({
      target: [refusedLink.customerId, refusedLink.readerId],
      set: { refusedAt },
    })
}

/**
 * The refused links that still matter, the newest first: the customer is somebody else's now, and the
 * reader was not linked to another one since.
 */
export async function refusedLinks(db: AppQueryable) {
  const later = alias(stripeCustomer, 'later')
  return db
    .select({
      customerId: refusedLink.customerId,
      readerId: refusedLink.readerId,
      refusedAt: refusedLink.refusedAt,
      holderId: stripeCustomer.readerId,
    })
    .from(refusedLink)
    .innerJoin(
      stripeCustomer,
      and(
        eq(stripeCustomer.customerId, refusedLink.customerId),
        isNull(stripeCustomer.unlinkedAt),
        ne(stripeCustomer.readerId, refusedLink.readerId),
      ),
    )
    .where(
      notExists(
        db
          .select({ id: later.customerId })
          .from(later)
          .where(
            and(
              eq(later.readerId, refusedLink.readerId),
              gt(later.createdAt, refusedLink.refusedAt),
            ),
          ),
      ),
    )
    .orderBy(desc(refusedLink.refusedAt))
}
