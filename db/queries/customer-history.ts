import { and, desc, eq, gt } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { charge, stripeCustomer } from '../schema/money.ts'

/** Every customer a reader is or was linked to, in either mode of Stripe. */
export async function customersEverOf(db: AppQueryable, readerId: string) {
  return db
    .select({ customerId: stripeCustomer.customerId, livemode: stripeCustomer.livemode })
    .from(stripeCustomer)
    .where(eq(stripeCustomer.readerId, readerId))
}

/** Whose customer this is or was, or null when it is nobody of ours. */
export async function readerOfEarlierCustomer(
  db: AppQueryable,
  customerId: string,
): Promise<string | null> {
  const [found] = await db
    .select({ readerId: stripeCustomer.readerId })
    .from(stripeCustomer)
    .where(eq(stripeCustomer.customerId, customerId))
  return found?.readerId ?? null
}

/** The newest payments of a customer as we hold them, those that were tried and failed left out. */
export async function paymentsOfCustomer(db: AppQueryable, customerId: string, limit: number) {
  return db
    .select({
      id: charge.id,
      paymentIntentId: charge.paymentIntentId,
      currency: charge.currency,
      amount: charge.amountCaptured,
      refunded: charge.amountRefunded,
      createdAt: charge.createdAt,
    })
    .from(charge)
    .where(and(eq(charge.customerId, customerId), gt(charge.amountCaptured, 0)))
    .orderBy(desc(charge.createdAt))
    .limit(limit)
}
