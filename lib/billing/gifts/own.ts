import type { AppDatabase } from '#db/client.ts'
import { type GiftRow, giftsOfBuyer } from '#db/queries/gifts.ts'
import { deriveToken } from '#lib/derived-token.ts'

/** A gift as its buyer sees it. Amount in minor units. */
export type OwnGift = Pick<
  GiftRow,
  | 'id'
  | 'months'
  | 'amount'
  | 'currency'
  | 'recipientName'
  | 'recipientEmail'
  | 'deliverAt'
  | 'deliveredAt'
  | 'redeemedAt'
  | 'whyCanceled'
> & {
  state: 'paid' | 'redeemed' | 'canceled'
  paidAt: Date
  /** While it is not redeemed, so that a mail that was lost costs nothing. */
  code: string | null
}

/** What a reader has bought for others and paid, the newest first. */
export async function ownGifts(db: AppDatabase, readerId: string): Promise<OwnGift[]> {
  const gifts = await giftsOfBuyer(db, readerId)
  return gifts.flatMap((gift) => {
    const { state, paidAt } = gift
    if (state === 'open' || paidAt === null) return []
    return [
      { ...gift, state, paidAt, code: state === 'paid' ? deriveToken('gift', gift.id) : null },
    ]
  })
}
