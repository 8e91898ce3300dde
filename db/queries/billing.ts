import { and, desc, eq, isNull, notInArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AppQueryable } from '../client.ts'
import {
  charge,
  checkoutAttempt,
  dispute,
  invoice,
  stripeCustomer,
  subscription,
} from '../schema/money.ts'
import { reader } from '../schema/people.ts'
import { changedRows } from './changed-rows.ts'

export type SubscriptionRow = typeof subscription.$inferSelect
export type NewSubscription = typeof subscription.$inferInsert
export type InvoiceRow = typeof invoice.$inferSelect
export type NewInvoice = typeof invoice.$inferInsert
export type NewCharge = typeof charge.$inferInsert
export type DisputeRow = typeof dispute.$inferSelect
export type NewDispute = typeof dispute.$inferInsert

/** Somebody else worked on it for longer than the caller would wait. */
export class HeldTooLong extends Error {
  override name = 'HeldTooLong'
}

/**
 * Waits until nobody else works on `what` (a customer, a reader) and holds it until the transaction
 * ends. Throws `HeldTooLong` when the wait takes longer than `patienceMs`; the transaction is broken then.
 */
export async function holdAlone(
  tx: AppQueryable,
  what: `customer ${string}` | `reader ${string}` | 'dead letters' | 'oddities',
  patienceMs: number,
): Promise<void> {
  try {
    // Sent together: PostgreSQL takes them one after the other.
    await Promise.all([
      tx.execute(sql`select set_config('lock_timeout', ${`${patienceMs}ms`}, true)`),
      tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${what}, 0))`),
    ])
  } catch (error) {
    if (!lockTimedOut.safeParse(error).success) throw error
    throw new HeldTooLong(`Not free within ${patienceMs} ms.`, { cause: error })
  }
}

const lockTimedOut = z.object({ cause: z.object({ code: z.literal('55P03') }) })

/** Whose customer this is now, or null. */
export async function readerOfCustomer(db: AppQueryable, customerId: string) {
  const [found] = await db
    .select({ readerId: reader.id, email: reader.email, deletedAt: reader.deletedAt })
    .from(stripeCustomer)
    .innerJoin(reader, eq(reader.id, stripeCustomer.readerId))
    .where(and(eq(stripeCustomer.customerId, customerId), isNull(stripeCustomer.unlinkedAt)))
  return found ?? null
}

/** The customer a reader is linked to now, or null. */
export async function customerOfReader(db: AppQueryable, readerId: string) {
  const [found] = await db
    .select({
      customerId: stripeCustomer.customerId,
      livemode: stripeCustomer.livemode,
      syncedAt: stripeCustomer.syncedAt,
    })
    .from(stripeCustomer)
    .where(and(eq(stripeCustomer.readerId, readerId), isNull(stripeCustomer.unlinkedAt)))
  return found ?? null
}

/** How many customers a reader has ever been linked to. */
export async function countCustomersOfReader(db: AppQueryable, readerId: string): Promise<number> {
  return db.$count(stripeCustomer, eq(stripeCustomer.readerId, readerId))
}

/** Links a reader to a customer. False when either is linked already: the indexes refuse it. */
export async function linkCustomer(
  db: AppQueryable,
  link: { readerId: string; customerId: string; livemode: boolean },
): Promise<boolean> {
  const linked = await db
    .insert(stripeCustomer)
    .values(link)
    .onConflictDoNothing()
    .returning({ id: stripeCustomer.customerId })
  return linked.length > 0
}

/** Ends a link that no longer holds; what was copied stays as history. */
export async function unlinkCustomer(
  db: AppQueryable,
  customerId: string,
  now: Date,
): Promise<void> {
  await db
    .update(stripeCustomer)
    .set({ unlinkedAt: now })
    .where(and(eq(stripeCustomer.customerId, customerId), isNull(stripeCustomer.unlinkedAt)))
}

/** Notes when a customer was last read from Stripe, what had come in until then, and the card on file there. */
export async function markCustomerSynced(
  db: AppQueryable,
  customerId: string,
  found: Pick<
    typeof stripeCustomer.$inferInsert,
    'cardBrand' | 'cardLast4' | 'cardExpMonth' | 'cardExpYear'
  > & { readUpTo: number },
  now: Date,
): Promise<void> {
  await db
    .update(stripeCustomer)
    .set({ ...found, syncedAt: now })
    .where(eq(stripeCustomer.customerId, customerId))
}

/** The subscriptions of a customer as we hold them. */
export async function subscriptionsOfCustomer(
  db: AppQueryable,
  customerId: string,
): Promise<SubscriptionRow[]> {
  return db
    .select()
    .from(subscription)
    .where(eq(subscription.customerId, customerId))
    .orderBy(desc(subscription.createdAt))
}

/** Whose a subscription of ours is, by the customer that is linked now; null when it is nobody's. */
export async function ownerOfSubscription(db: AppQueryable, subscriptionId: string) {
  const [found] = await db
    .select({ readerId: stripeCustomer.readerId, customerId: stripeCustomer.customerId })
    .from(subscription)
    .innerJoin(stripeCustomer, eq(stripeCustomer.customerId, subscription.customerId))
    .where(
      and(
        eq(subscription.id, subscriptionId),
        eq(subscription.ours, true),
        isNull(stripeCustomer.unlinkedAt),
      ),
    )
  return found ?? null
}

/** Writes the subscriptions of a customer as just read; those not among them are marked as vanished. */
export async function writeSubscriptions(
  db: AppQueryable,
  customerId: string,
  rows: NewSubscription[],
  now: Date,
): Promise<void> {
  const written = rows.map((row) =>
    db
      .insert(subscription)
      .values(row)
      .onConflictDoUpdate({ target: subscription.id, set: { ...row, vanishedAt: null } }),
  )
  const vanished = db
    .update(subscription)
    .set({ vanishedAt: now })
    .where(
      and(
        eq(subscription.customerId, customerId),
        isNull(subscription.vanishedAt),
        rows.length > 0
          ? notInArray(
              subscription.id,
              rows.map(({ id }) => id),
            )
          : undefined,
      ),
    )
  await Promise.all([...written, vanished])
}

/** The newest invoices of a customer as we hold them. */
export async function invoicesOfCustomer(
  db: AppQueryable,
  customerId: string,
  limit: number,
): Promise<InvoiceRow[]> {
  return db
    .select()
    .from(invoice)
    .where(eq(invoice.customerId, customerId))
    .orderBy(desc(invoice.createdAt))
    .limit(limit)
}

/** Writes invoices of a customer as just read, but those that are held like that: nearly all never change again. */
export async function writeInvoices(
  db: AppQueryable,
  customerId: string,
  rows: NewInvoice[],
): Promise<void> {
  const held = await db.select().from(invoice).where(eq(invoice.customerId, customerId))
  await Promise.all(
    changedRows(held, rows).map((row) =>
      db.insert(invoice).values(row).onConflictDoUpdate({ target: invoice.id, set: row }),
    ),
  )
}

/** Writes payments of a customer as just read, but those that are held like that. */
export async function writeCharges(
  db: AppQueryable,
  customerId: string,
  rows: NewCharge[],
): Promise<void> {
  const held = await db.select().from(charge).where(eq(charge.customerId, customerId))
  await Promise.all(
    changedRows(held, rows).map((row) =>
      db.insert(charge).values(row).onConflictDoUpdate({ target: charge.id, set: row }),
    ),
  )
}

/** The disputes of a customer as we hold them. */
export async function disputesOfCustomer(
  db: AppQueryable,
  customerId: string,
): Promise<DisputeRow[]> {
  return db.select().from(dispute).where(eq(dispute.customerId, customerId))
}

/** Writes disputes as just read. */
export async function writeDisputes(db: AppQueryable, rows: NewDispute[]): Promise<void> {
  await Promise.all(
    rows.map((row) =>
      db.insert(dispute).values(row).onConflictDoUpdate({ target: dispute.id, set: row }),
    ),
  )
}

/** The reader's open attempt to subscribe, or null. */
export async function openAttempt(db: AppQueryable, readerId: string) {
  const [found] = await db
    .select({
      id: checkoutAttempt.id,
      sessionId: checkoutAttempt.sessionId,
      returnTo: checkoutAttempt.returnTo,
    })
    .from(checkoutAttempt)
    .where(and(eq(checkoutAttempt.readerId, readerId), eq(checkoutAttempt.state, 'open')))
  return found ?? null
}

/** Where the reader's newest attempt began, or null when there was none. */
export async function lastAttempt(db: AppQueryable, readerId: string) {
  const [found] = await db
    .select({ state: checkoutAttempt.state, returnTo: checkoutAttempt.returnTo })
    .from(checkoutAttempt)
    .where(eq(checkoutAttempt.readerId, readerId))
    .orderBy(desc(checkoutAttempt.createdAt))
    .limit(1)
  return found ?? null
}

/** Begins an attempt; a second open one of the same reader is refused by its index. */
export async function beginAttempt(
  db: AppQueryable,
  attempt: { readerId: string; plan: string; returnTo: string },
): Promise<string> {
  const [made] = await db
    .insert(checkoutAttempt)
    .values({ ...attempt, state: 'open' })
    .returning({ id: checkoutAttempt.id })
  if (!made) throw new Error('PostgreSQL returned no row for an insert.')
  return made.id
}

/** Notes the Checkout session of an attempt, and where it should lead back to. */
export async function updateAttempt(
  db: AppQueryable,
  id: string,
  change: { sessionId?: string; returnTo?: string },
): Promise<void> {
  await db.update(checkoutAttempt).set(change).where(eq(checkoutAttempt.id, id))
}

/** Closes the reader's open attempt, if there is one. */
export async function closeAttempt(
  db: AppQueryable,
  readerId: string,
  state: 'completed' | 'expired',
  now: Date,
): Promise<void> {
  await db
    .update(checkoutAttempt)
    .set({ state, closedAt: now })
    .where(and(eq(checkoutAttempt.readerId, readerId), eq(checkoutAttempt.state, 'open')))
}
