import { and, inArray, isNull } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { stripeCustomer, subscription } from '../schema/money.ts'

/** Which of these customers are linked to a reader of ours now. */
export async function linkedAmong(db: AppQueryable, customerIds: string[]): Promise<Set<string>> {
  if (customerIds.length === 0) return new Set()
  const rows = await db
    .select({ id: stripeCustomer.customerId })
    .from(stripeCustomer)
    .where(and(inArray(stripeCustomer.customerId, customerIds), isNull(stripeCustomer.unlinkedAt)))
  return new Set(rows.map(({ id }) => id))
}

/** Our copies of these subscriptions; what is not there, or had vanished at Stripe, is left out. */
export async function copiesOf(db: AppQueryable, subscriptionIds: string[]) {
  if (subscriptionIds.length === 0) return []
  return db
    .select()
    .from(subscription)
    .where(and(inArray(subscription.id, subscriptionIds), isNull(subscription.vanishedAt)))
}
