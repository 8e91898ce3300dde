import type { AppDatabase } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { changeGift, giftByCode, type GiftRow, lockGiftByCode } from '#db/queries/gifts.ts'
import { addGrant, spanOfGrant } from '#db/queries/grants.ts'
import { decideAccess } from '#lib/access/decide.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { DAY, later } from '#lib/clock.ts'
import { addMonths } from './months.ts'

/** A gift as whoever holds its code may see it. */
export type GiftShown =
  | { kind: 'ready'; months: number; giver: string; note: string | null }
  | { kind: 'redeemed' }
  /** The reader who looks has redeemed it themselves. */
  | { kind: 'yours'; from: Date; until: Date }
  /** Refunded, or lost: it gives nothing any more. */
  | { kind: 'canceled' }
  /** No gift has this code, or it is not paid yet. */
  | { kind: 'unknown' }

/** The furthest day on which a gift can be let begin. */
const FURTHEST = 366 * DAY

/**
 * What a code is good for, to whoever looks (null: somebody who is not signed in). Shows nothing of
 * the buyer but the name they signed with.
 */
export async function lookAtGift(
  db: AppDatabase,
  code: string,
  readerId: string | null,
): Promise<GiftShown> {
  const gift = await giftByCode(db, hashToken(code.trim()))
  const isTheirs = gift?.state === 'redeemed' && readerId !== null && gift.redeemedBy === readerId
  const span = isTheirs && gift.grantId && (await spanOfGrant(db, { id: gift.grantId, readerId }))
  return span ? { kind: 'yours', ...span } : show(gift)
}

function show(gift: GiftRow | null): Exclude<GiftShown, { kind: 'yours' }> {
  if (gift === null || gift.state === 'open') return { kind: 'unknown' }
  if (gift.state === 'redeemed') return { kind: 'redeemed' }
  // Never paid is nobody's business; it looks like a code that does not exist.
  if (gift.state === 'canceled') return { kind: gift.paidAt === null ? 'unknown' : 'canceled' }
  return { kind: 'ready', months: gift.months, giver: gift.giverName, note: gift.note }
}

/** When a gift may begin for a reader: at once, or where what they have now ends, if that is known. */
export async function giftStarts(
  db: AppDatabase,
  readerId: string,
  now: Date,
): Promise<{ afterwards: Date | null }> {
  const decision = decideAccess('subscriber', await accessRowsOfReader(db, readerId), now)
  const { granted, paidUntil } = decision
  const soon = granted && paidUntil !== null && paidUntil < later(now, FURTHEST)
  return { afterwards: soon ? paidUntil : null }
}

/** What came of redeeming. */
export type Redemption =
  | { kind: 'done'; from: Date; until: Date }
  | { kind: 'wrong_start' }
  | Exclude<GiftShown, { kind: 'ready' | 'yours' }>

/**
 * Makes a gift's months this reader's, from `from` on (now, or up to a year ahead). Once: of two who
 * redeem one code at one moment the second is told so.
 */
export async function redeemGift(
  db: AppDatabase,
  reader: { id: string; email: string },
  { code, from }: { code: string; from: Date },
  now: Date,
): Promise<Redemption> {
  if (from < now || from > later(now, FURTHEST)) return { kind: 'wrong_start' }
  return db.transaction(async (tx) => {
    const gift = await lockGiftByCode(tx, hashToken(code.trim()))
    const shown = show(gift)
    if (gift === null) return { kind: 'unknown' }
    if (shown.kind !== 'ready') return shown
    const until = addMonths(from, gift.months)
    const grantId = await addGrant(tx, {
      readerId: reader.id,
      kind: 'gift',
      giver: gift.giverName,
      why: `Redeemed a gift of ${gift.months} months`,
      startsAt: from,
      endsAt: until,
    })
    const redeemed = { redeemedBy: reader.id, redeemedAt: now, grantId }
    // Who redeems it before its day has it in hand: nothing is left to deliver.
    await changeGift(tx, gift.id, {
      ...redeemed,
      state: 'redeemed',
      deliveredAt: gift.deliveredAt ?? now,
    })
    await addAuditEntry(tx, {
      actorId: reader.id,
      actor: 'the reader',
      action: 'Redeemed a gift',
      subjectId: reader.id,
      detail: { gift: gift.id, from: from.toISOString(), until: until.toISOString() },
    })
    return { kind: 'done', from, until }
  })
}
