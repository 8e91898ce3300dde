import { and, asc, eq, inArray, isNull, lt } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { stripeCustomer, subscription } from '../schema/money.ts'

/** Customers whose paid period ended before `now` and who were not read from Stripe since it did. */
export async function customersWithOverdueRenewal(
  db: AppQueryable,
  now: Date,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectDistinctOn([stripeCustomer.customerId], { customerId: stripeCustomer.customerId })
    .from(subscription)
    .innerJoin(stripeCustomer, eq(stripeCustomer.customerId, subscription.customerId))
    .where(
      and(
        isNull(stripeCustomer.unlinkedAt),
        isNull(subscription.vanishedAt),
        // The period of a trial ends with the trial, and what follows it is news as well.
        inArray(subscription.status, ['active', 'trialing']),
        lt(subscription.periodEnd, now),
        lt(subscription.syncedAt, subscription.periodEnd),
      ),
    )
    .orderBy(asc(stripeCustomer.customerId))
    .limit(limit)
  return rows.map(({ customerId }) => customerId)
}
