import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { changeGift, type GiftRow, lockGiftToDeliver } from '#db/queries/gifts.ts'
import { findReader } from '#db/queries/readers.ts'
import { type QueuedMessage, queueMail } from '#lib/mail/queue.ts'

/**
 * Mails every paid gift whose day has come: to its recipient, or its code to the buyer who hands it
 * over. One gift a transaction, each once. Returns how many.
 */
export async function deliverGifts(db: AppDatabase, now: Date): Promise<number> {
  for (let delivered = 0; ; delivered++) {
    const more = await db.transaction(async (tx) => {
      const gift = await lockGiftToDeliver(tx, now)
      if (gift === null) return false
      for (const message of await messagesOf(tx, gift)) await queueMail(tx, message)
      await changeGift(tx, gift.id, { deliveredAt: now })
      return true
    })
    if (!more) return delivered
  }
}

async function messagesOf(tx: AppTransaction, gift: GiftRow): Promise<QueuedMessage[]> {
  const { id, months, giverName, recipientName, recipientEmail, note } = gift
  const buyer = await findReader(tx, gift.buyerId)
  const toBuyer: QueuedMessage[] = buyer
    ? [
        {
          to: buyer.email,
          readerId: buyer.id,
          onceKey: `gift_bought:${id}`,
          message: { kind: 'gift_bought', giftId: id, months, recipient: recipientEmail },
        },
      ]
    : []
  if (recipientEmail === null) return toBuyer
  return [
    {
      to: recipientEmail,
      readerId: null,
      onceKey: `gift:${id}`,
      message: {
        kind: 'gift',
        giftId: id,
        months,
        giver: giverName,
        recipient: recipientName,
        note,
      },
    },
    ...toBuyer,
  ]
}
