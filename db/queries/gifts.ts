import { and, asc, desc, eq, isNotNull, isNull, lte, or } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { gift } from '../schema/agreements.ts'

export type GiftRow = typeof gift.$inferSelect
export type NewGift = typeof gift.$inferInsert

/** Notes a gift that somebody is about to pay. */
export async function addGift(db: AppQueryable, row: NewGift): Promise<void> {
  await db.insert(gift).values(row)
}

/** Changes a gift. */
export async function changeGift(
  db: AppQueryable,
  id: string,
  change: Partial<Omit<NewGift, 'id'>>,
): Promise<void> {
  await db.update(gift).set(change).where(eq(gift.id, id))
}

/** Everything a reader has begun to buy for others, the newest first. */
export async function giftsOfBuyer(db: AppQueryable, buyerId: string): Promise<GiftRow[]> {
  return db.select().from(gift).where(eq(gift.buyerId, buyerId)).orderBy(desc(gift.createdAt))
}

/** What a reader bought for others or redeemed, the newest first. */
export async function giftsAbout(db: AppQueryable, readerId: string): Promise<GiftRow[]> {
  return db
    .select()
    .from(gift)
    .where(
      or(and(eq(gift.buyerId, readerId), isNotNull(gift.paidAt)), eq(gift.redeemedBy, readerId)),
    )
    .orderBy(desc(gift.createdAt))
}

/** The gift that a payment was for, or null. */
export async function giftOfPayment(
  db: AppQueryable,
  paymentIntentId: string,
): Promise<GiftRow | null> {
  const [found] = await db.select().from(gift).where(eq(gift.paymentIntentId, paymentIntentId))
  return found ?? null
}

/** The gift with this code, or null. */
export async function giftByCode(db: AppQueryable, codeHash: string): Promise<GiftRow | null> {
  const [found] = await db.select().from(gift).where(eq(gift.codeHash, codeHash))
  return found ?? null
}

/** The same, locked for the caller's transaction: two people cannot redeem it at one moment. */
export async function lockGiftByCode(db: AppQueryable, codeHash: string): Promise<GiftRow | null> {
  const [found] = await db.select().from(gift).where(eq(gift.codeHash, codeHash)).for('update')
  return found ?? null
}

/** One gift as it is now, locked for the caller's transaction. */
export async function lockGift(db: AppQueryable, id: string): Promise<GiftRow | null> {
  const [found] = await db.select().from(gift).where(eq(gift.id, id)).for('update')
  return found ?? null
}

/** Locks one paid gift whose day has come, skipping those others deliver. */
export async function lockGiftToDeliver(db: AppQueryable, now: Date): Promise<GiftRow | null> {
  const [due] = await db
    .select()
    .from(gift)
    .where(and(eq(gift.state, 'paid'), isNull(gift.deliveredAt), lte(gift.deliverAt, now)))
    .orderBy(asc(gift.deliverAt))
    .limit(1)
    .for('update', { skipLocked: true })
  return due ?? null
}
