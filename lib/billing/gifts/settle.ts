import type { AppTransaction } from '#db/client.ts'
import { changeGift, type GiftRow, giftsOfBuyer, lockGift } from '#db/queries/gifts.ts'
import { revokeGrant } from '#db/queries/grants.ts'
import { announceFromWithin, settleAhead } from '#lib/changes-ahead.ts'
import { ask, askAll, type Stripe, type StripeGateway } from '../gateway.ts'
import { idOf } from '../reference.ts'

type Paid = { charges: Stripe.Charge[]; disputes: { dispute: Stripe.Dispute }[] }

/**
 * Makes a buyer's gifts equal to what Stripe says of their payments: paid, never paid, given back or
 * lost. Part of every sync of the buyer, under their customer's lock; doing it again changes nothing.
 * Throws `StripeUnavailable`.
 */
export async function settleGifts(
  tx: AppTransaction,
  stripe: StripeGateway,
  buyerId: string,
  paid: Paid,
  now: Date,
): Promise<void> {
  for (const gift of await giftsOfBuyer(tx, buyerId)) {
    if (gift.state === 'open') await settleOpen(tx, stripe, gift, now)
    else if (gift.state !== 'canceled') await settlePaid(tx, gift, paid, now)
  }
}

/**
 * The same for a customer that the buyer is not any more: the gifts they paid for with it, of which an
 * event has just told something. Nothing else of theirs is read. Throws `StripeUnavailable`.
 */
export async function settleEarlierGifts(
  tx: AppTransaction,
  { client }: StripeGateway,
  earlier: { buyerId: string; customerId: string },
  now: Date,
): Promise<void> {
  for (const gift of await giftsOfBuyer(tx, earlier.buyerId)) {
    const intent = gift.paymentIntentId
    if (intent === null || gift.state === 'canceled' || gift.state === 'open') continue
    const charges = await askAll('charge', () =>
      client.charges.list({ payment_intent: intent, limit: 100 }),
    )
    const theirs = charges.filter(({ customer }) => idOf(customer) === earlier.customerId)
    const disputes = await Promise.all(
      theirs
        .filter(({ disputed }) => disputed)
        .map(({ id }) => askAll('dispute', () => client.disputes.list({ charge: id, limit: 100 }))),
    )
    const paid = { charges: theirs, disputes: disputes.flat().map((dispute) => ({ dispute })) }
    await settlePaid(tx, gift, paid, now)
  }
}

async function settleOpen(
  tx: AppTransaction,
  { client, livemode }: StripeGateway,
  gift: GiftRow,
  now: Date,
): Promise<void> {
  const { sessionId } = gift
  if (sessionId === null) return
  const session = await ask('checkout.session', () => client.checkout.sessions.retrieve(sessionId))
  if (session?.payment_status === 'paid')
    return changeGift(tx, gift.id, {
      state: 'paid',
      paidAt: now,
      paymentIntentId: idOf(session.payment_intent),
    })
  // A session of the other mode is not there for this key, and may be paid.
  const wiped = session === null && !livemode && !sessionId.startsWith('cs_live_')
  if (wiped || session?.status === 'expired') await cancel(tx, gift, 'It was never paid.', now)
}

async function settlePaid(
  tx: AppTransaction,
  gift: GiftRow,
  { charges, disputes }: Paid,
  now: Date,
): Promise<void> {
  const intent = gift.paymentIntentId
  if (intent === null) return
  const lost = disputes.some(
    ({ dispute }) => idOf(dispute.payment_intent) === intent && dispute.status === 'lost',
  )
  const refunded = charges.some(
    (charge) => idOf(charge.payment_intent) === intent && charge.refunded,
  )
  if (lost) await cancel(tx, gift, 'The payment was disputed, and the bank returned it.', now)
  else if (refunded) await cancel(tx, gift, 'The payment was refunded.', now)
}

/** A gift that is not paid for gives nothing: a grant made of it ends now. */
async function cancel(tx: AppTransaction, { id }: GiftRow, why: string, now: Date): Promise<void> {
  // Read anew: its code may be redeemed at this very moment.
  const gift = await lockGift(tx, id)
  if (gift === null) return
  await changeGift(tx, gift.id, { state: 'canceled', canceledAt: now, whyCanceled: why })
  if (gift.grantId === null || gift.redeemedBy === null) return
  const ahead = await announceFromWithin(`reader ${gift.redeemedBy}`)
  await revokeGrant(tx, { id: gift.grantId, readerId: gift.redeemedBy }, now)
  await settleAhead(tx, ahead)
}
