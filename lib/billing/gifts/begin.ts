import { randomUUID } from 'node:crypto'
import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { holdAlone } from '#db/queries/billing.ts'
import { addConsent } from '#db/queries/checkout.ts'
import { addGift, changeGift } from '#db/queries/gifts.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { SECOND } from '#lib/clock.ts'
import { deriveToken } from '#lib/derived-token.ts'
import type { Sale } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { giftOffers } from '#lib/plans.ts'
import { publication } from '#lib/publication.ts'
import { type Buyer, LinkRefused, liveCustomer, makeCustomer } from '../customer.ts'
import { demand, type Stripe, type StripeGateway, StripeUnavailable } from '../gateway.ts'
import { noteRefusedLink } from '../oddities.ts'
import { isOutage } from '../outage.ts'
import { within } from '../within.ts'
import type { GiftOrder } from './order.ts'
import { giftTerms, monthsInWords } from './terms.ts'

/** What a wish to give leads to. */
export type GiftCheckout =
  /** To Stripe's page, to pay. */
  | { kind: 'pay'; url: string }
  /** Nothing of this length is offered. */
  | { kind: 'not_offered' }
  | { kind: 'unavailable' }

type Setting = { stripe: StripeGateway; sale: Sale; siteUrl: URL; now: Date }
type Offer = (typeof giftOffers)[number]

const PATIENCE = 12 * SECOND

/**
 * Takes a signed-in reader to Stripe Checkout to pay for a gift, once. Price, customer and return
 * addresses are ours. Gift and consent are kept with the session, or none of them is.
 */
export async function startGift(
  db: AppDatabase,
  buyer: Buyer,
  order: GiftOrder,
  setting: Setting,
): Promise<GiftCheckout> {
  const offer = giftOffers.find(({ months }) => months === order.months)
  if (!offer) return { kind: 'not_offered' }
  try {
    return await within(
      PATIENCE,
      db.transaction(async (tx) => {
        await holdAlone(tx, `reader ${buyer.id}`, 8 * SECOND)
        return { kind: 'pay', url: await addressToPay(tx, buyer, { order, offer }, setting) }
      }),
    )
  } catch (error) {
    if (!isOutage(error)) throw error
    if (error instanceof LinkRefused) await noteRefusedLink(db, error, setting.now)
    log().error({ err: error }, 'gift could not begin')
    return { kind: 'unavailable' }
  }
}

async function addressToPay(
  tx: AppTransaction,
  buyer: Buyer,
  { order, offer }: { order: GiftOrder; offer: Offer },
  setting: Setting,
): Promise<string> {
  const { stripe, now } = setting
  const customer =
    (await liveCustomer(tx, stripe, buyer.id, now)) ?? (await makeCustomer(tx, stripe, buyer))
  const id = randomUUID()
  const { amount, currency } = offer
  const codeHash = hashToken(deriveToken('gift', id))
  await addGift(tx, { ...order, id, buyerId: buyer.id, state: 'open', amount, currency, codeHash })
  const { version, text } = giftTerms(offer)
  await addConsent(tx, {
    readerId: buyer.id,
    kind: 'gift',
    textVersion: version,
    text,
    subjectId: id,
    agreedAt: now,
  })
  const session = await demand('checkout.session', () =>
    stripe.client.checkout.sessions.create(paramsOf({ id, customer, buyer, offer }, setting), {
      idempotencyKey: `gift ${id}`,
    }),
  )
  if (!session.url) throw new StripeUnavailable('Stripe made a session without an address.')
  await changeGift(tx, id, { sessionId: session.id })
  return session.url
}

function paramsOf(
  { id, customer, buyer, offer }: { id: string; customer: string; buyer: Buyer; offer: Offer },
  { sale, siteUrl }: Setting,
): Stripe.Checkout.SessionCreateParams {
  const { amount, currency, months } = offer
  const name = `${publication.name}: ${monthsInWords(months)}, a gift`
  return {
    mode: 'payment',
    customer,
    client_reference_id: buyer.id,
    line_items: [
      { quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name } } },
    ],
    metadata: { reader_id: buyer.id, gift_id: id },
    // Metadata of the session is not copied to the payment.
    payment_intent_data: { metadata: { gift_id: id }, description: name },
    // An invoice that is paid already: the receipt, in the buyer's list with the others.
    invoice_creation: { enabled: true, invoice_data: { metadata: { gift_id: id } } },
    // As for a subscription: a business name typed there becomes the customer's, and stands on the invoice.
    tax_id_collection: { enabled: true },
    customer_update: { name: 'auto', address: 'auto' },
    ...(sale.automaticTax ? { automatic_tax: { enabled: true } } : {}),
    success_url: new URL('/gift/return', siteUrl).href,
    cancel_url: new URL('/gift', siteUrl).href,
  }
}
