import { and, asc, desc, eq, gte, isNull, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { withdrawal } from '../schema/agreements.ts'
import { charge, invoice, stripeCustomer, subscription } from '../schema/money.ts'
import { reader } from '../schema/people.ts'

export type NewWithdrawal = typeof withdrawal.$inferInsert
export type WithdrawalRow = typeof withdrawal.$inferSelect

const contractColumns = {
  subscriptionId: subscription.id,
  customerId: subscription.customerId,
  concludedAt: subscription.createdAt,
  readerId: reader.id,
  email: reader.email,
}

/** A contract somebody may withdraw from: a subscription to our product, and whose it is. */
export type ContractRow = {
  subscriptionId: string
  customerId: string
  concludedAt: Date
  readerId: string
  email: string
}

const contracts = (db: AppQueryable) =>
  db
    .select(contractColumns)
    .from(subscription)
    .innerJoin(stripeCustomer, eq(stripeCustomer.customerId, subscription.customerId))
    .innerJoin(reader, eq(reader.id, stripeCustomer.readerId))

/** The contract of this subscription, or null when it is not ours. */
export async function contractOf(
  db: AppQueryable,
  subscriptionId: string,
): Promise<ContractRow | null> {
  const [found] = await contracts(db).where(
    and(eq(subscription.id, subscriptionId), eq(subscription.ours, true)),
  )
  return found ?? null
}

/** The newest contract of a reader, or null. */
export async function newestContractOf(
  db: AppQueryable,
  readerId: string,
): Promise<ContractRow | null> {
  const [found] = await contracts(db)
    .where(
      and(
        eq(reader.id, readerId),
        eq(subscription.ours, true),
        isNull(stripeCustomer.unlinkedAt),
        isNull(subscription.vanishedAt),
      ),
    )
    .orderBy(desc(subscription.createdAt))
    .limit(1)
  return found ?? null
}

/** The contract that an invoice of this number was made for, when it belongs to this address. */
export async function contractByInvoice(
  db: AppQueryable,
  email: string,
  number: string,
): Promise<ContractRow | null> {
  const [found] = await contracts(db)
    .innerJoin(invoice, eq(invoice.subscriptionId, subscription.id))
    .where(
      and(
        eq(reader.email, email),
        eq(subscription.ours, true),
        isNull(stripeCustomer.unlinkedAt),
        sql`lower(${invoice.number}) = ${number.toLowerCase()}`,
      ),
    )
    .limit(1)
  return found ?? null
}

/** Adds a withdrawal; null when this subscription was withdrawn from before. */
export async function addWithdrawal(
  db: AppQueryable,
  stated: NewWithdrawal,
): Promise<WithdrawalRow | null> {
  const [added] = await db.insert(withdrawal).values(stated).onConflictDoNothing().returning()
  return added ?? null
}

/** The withdrawal that ended a subscription, or null. */
export async function withdrawalThatEnded(
  db: AppQueryable,
  subscriptionId: string,
): Promise<WithdrawalRow | null> {
  const [found] = await db
    .select()
    .from(withdrawal)
    .where(and(eq(withdrawal.subscriptionId, subscriptionId), eq(withdrawal.outcome, 'ended')))
  return found ?? null
}

/** One withdrawal, or null. */
export async function findWithdrawal(db: AppQueryable, id: string): Promise<WithdrawalRow | null> {
  const [found] = await db.select().from(withdrawal).where(eq(withdrawal.id, id))
  return found ?? null
}

/** Withdrawals in time whose refund is not done yet, the longest waiting first. */
export async function unsettledWithdrawals(
  db: AppQueryable,
  limit: number,
): Promise<WithdrawalRow[]> {
  return db
    .select()
    .from(withdrawal)
    .where(and(eq(withdrawal.outcome, 'ended'), isNull(withdrawal.settledAt)))
    .orderBy(asc(withdrawal.statedAt))
    .limit(limit)
}

/** Notes what was given back for a withdrawal, or that nothing had been paid. */
export async function settleWithdrawal(
  db: AppQueryable,
  id: string,
  refund: { amount: number; currency: string } | null,
  now: Date,
): Promise<void> {
  await db
    .update(withdrawal)
    .set({
      settledAt: now,
      refundAmount: refund?.amount ?? null,
      refundCurrency: refund?.currency ?? null,
    })
    .where(eq(withdrawal.id, id))
}

/** Leaves a withdrawal to staff. */
export async function leaveWithdrawalToStaff(db: AppQueryable, id: string): Promise<void> {
  await db.update(withdrawal).set({ outcome: 'by_hand' }).where(eq(withdrawal.id, id))
}

/** Withdrawals that wait for a person, the longest waiting first. */
export async function withdrawalsByHand(db: AppQueryable, limit: number): Promise<WithdrawalRow[]> {
  return db
    .select()
    .from(withdrawal)
    .where(and(eq(withdrawal.outcome, 'by_hand'), isNull(withdrawal.settledAt)))
    .orderBy(asc(withdrawal.statedAt))
    .limit(limit)
}

/** Notes that somebody settled a withdrawal by hand; null when it was settled, or is for nobody to settle. */
export async function markSettledByHand(
  db: AppQueryable,
  id: string,
  settledBy: string,
  settledAt: Date,
): Promise<WithdrawalRow | null> {
  const [settled] = await db
    .update(withdrawal)
    .set({ settledAt, settledBy })
    .where(
      and(eq(withdrawal.id, id), eq(withdrawal.outcome, 'by_hand'), isNull(withdrawal.settledAt)),
    )
    .returning()
  return settled ?? null
}

/** What a customer was given back of what they paid since `since`, or null when it is nothing. */
export async function refundedSince(
  db: AppQueryable,
  customerId: string,
  since: Date,
): Promise<{ amount: number; currency: string } | null> {
  const [sum] = await db
    .select({
      amount: sql<number>`sum(${charge.amountRefunded})`.mapWith(Number),
      currency: charge.currency,
    })
    .from(charge)
    .where(and(eq(charge.customerId, customerId), gte(charge.createdAt, since)))
    .groupBy(charge.currency)
  return sum && sum.amount > 0 ? sum : null
}

/** The withdrawals of a reader, the newest first. */
export async function withdrawalsOfReader(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      statedAt: withdrawal.statedAt,
      name: withdrawal.name,
      email: withdrawal.email,
      reference: withdrawal.reference,
      via: withdrawal.via,
      subscriptionId: withdrawal.subscriptionId,
      outcome: withdrawal.outcome,
      refundAmount: withdrawal.refundAmount,
      refundCurrency: withdrawal.refundCurrency,
      settledAt: withdrawal.settledAt,
      settledBy: withdrawal.settledBy,
    })
    .from(withdrawal)
    .where(eq(withdrawal.readerId, readerId))
    .orderBy(desc(withdrawal.statedAt))
    .limit(limit)
}
