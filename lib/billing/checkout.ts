import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { holdAlone, subscriptionsOfCustomer } from '#db/queries/billing.ts'
import { everSubscribed } from '#db/queries/checkout.ts'
import { SECOND } from '#lib/clock.ts'
import type { Sale } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { addressToPay } from './checkout-session.ts'
import { type Buyer, LinkRefused, liveCustomer, makeCustomer } from './customer.ts'
import type { StripeGateway } from './gateway.ts'
import { introductionTo, noIntroduction, readCoupon } from './introduction.ts'
import { noteRefusedLink } from './oddities.ts'
import { isOutage } from './outage.ts'
import { type Catalogue, readCatalogue, type SellablePlan } from './our-plan.ts'
import { syncCustomer } from './sync.ts'
import { subscriptionTerms } from './terms.ts'
import { within } from './within.ts'

/** What a wish to subscribe leads to. */
export type CheckoutOutcome =
  /** To Stripe's page, to pay. */
  | { kind: 'pay'; url: string }
  /** There is a subscription already: the account page says what can be done with it. */
  | { kind: 'already_subscribed' }
  /** No plan of ours goes by that name. */
  | { kind: 'unknown_plan' }
  /** What was shown is not what is sold to this reader now: it has to be shown anew. */
  | { kind: 'terms_changed' }
  /** Stripe does not answer, or the plan is not for sale. Nothing was begun. */
  | { kind: 'unavailable' }

/** What the client may say. Everything else about the sale is ours. */
type Wish = {
  /** The id of a plan. */
  plan: string
  /** A path of ours, made safe. */
  returnTo: string
  /** The fingerprint of the terms that were shown; left out where nothing was. */
  terms?: string
}

type Setting = { stripe: StripeGateway; priceId: string; sale: Sale; siteUrl: URL; now: Date }

/** What a second subscription must not be sold beside: whatever is not over. Unknown states are not over. */
const over = new Set(['canceled', 'incomplete_expired'])

/** A person waits for the answer: after this long they hear that it does not work just now. */
const PATIENCE = 12 * SECOND

/**
 * Takes a signed-in reader to Stripe Checkout for one of our plans. Price, offer, customer and return
 * addresses are ours; of the client only the plan's id, the path to come back to and which terms were
 * shown are used. The reader is held alone meanwhile, so two tabs or a hundred clicks get one session,
 * and who has a subscription gets no second one.
 */
export async function startCheckout(
  db: AppDatabase,
  buyer: Buyer,
  wish: Wish,
  setting: Setting,
): Promise<CheckoutOutcome> {
  try {
    return await within(
      PATIENCE,
      db.transaction(async (tx) => {
        await holdAlone(tx, `reader ${buyer.id}`, 8 * SECOND)
        return checkOut(tx, buyer, wish, setting)
      }),
    )
  } catch (error) {
    if (!isOutage(error)) throw error
    if (error instanceof LinkRefused) await noteRefusedLink(db, error, setting.now)
    log().error({ err: error }, 'checkout could not begin')
    return { kind: 'unavailable' }
  }
}

async function checkOut(
  tx: AppTransaction,
  buyer: Buyer,
  wish: Wish,
  setting: Setting,
): Promise<CheckoutOutcome> {
  const { stripe, priceId, now } = setting
  const catalogue = await readCatalogue(stripe, priceId, now)
  const offer = catalogue.offers.find(({ plan }) => plan.id === wish.plan)
  if (!offer) return { kind: 'unknown_plan' }
  if (offer.kind === 'misconfigured') return { kind: 'unavailable' }
  const linked = await liveCustomer(tx, stripe, buyer.id, now)
  const standing = linked === null ? 'gone' : await standingOf(tx, linked, setting)
  if (standing === 'subscribed') return { kind: 'already_subscribed' }
  const sold = await termsFor(tx, buyer, { offer, catalogue }, setting)
  if (wish.terms !== undefined && wish.terms !== sold.terms.fingerprint)
    return { kind: 'terms_changed' }
  const customer =
    linked !== null && standing === 'free' ? linked : await makeCustomer(tx, stripe, buyer)
  const order = { ...sold, offer, customer, readerId: buyer.id, returnTo: wish.returnTo }
  return { kind: 'pay', url: await addressToPay(tx, order, setting) }
}

/** Asks Stripe, not our copy: the webhook of a payment made a moment ago may still be on its way. */
async function standingOf(
  tx: AppTransaction,
  customerId: string,
  { stripe, priceId, now }: Setting,
): Promise<'free' | 'subscribed' | 'gone'> {
  const synced = await syncCustomer(tx, customerId, { stripe, priceId, now })
  // Deleted since it was looked up a moment ago: its rows are history.
  if (synced.kind === 'unlinked') return 'gone'
  const rows = await subscriptionsOfCustomer(tx, customerId)
  const has = rows.some((row) => row.ours && row.vanishedAt === null && !over.has(row.status))
  return has ? 'subscribed' : 'free'
}

/**
 * On what terms a plan is sold to this reader. Trial and introductory coupon are for who never had a
 * subscription of ours: Stripe's list was read into our copy just now, and the copy knows earlier
 * customers of the reader as well.
 */
async function termsFor(
  tx: AppTransaction,
  buyer: Buyer,
  { offer, catalogue }: { offer: SellablePlan; catalogue: Catalogue },
  { stripe, sale, siteUrl }: Setting,
) {
  const introduction = (await everSubscribed(tx, buyer.id))
    ? noIntroduction
    : introductionTo(offer, catalogue.ours.productId, sale, await readCoupon(stripe, sale))
  const { plan, amount, currency } = offer
  const { automaticTax } = sale
  return {
    introduction,
    terms: subscriptionTerms({ plan, amount, currency, introduction, automaticTax, siteUrl }),
  }
}
