import type { AppDatabase, AppTransaction } from '#db/client.ts'
import {
  beginAttempt,
  closeAttempt,
  holdAlone,
  openAttempt,
  subscriptionsOfCustomer,
  updateAttempt,
} from '#db/queries/billing.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { type Buyer, liveCustomer, makeCustomer } from './customer.ts'
import { ask, demand, type StripeGateway, StripeUnavailable } from './gateway.ts'
import { isOutage } from './outage.ts'
import { readPlan } from './our-plan.ts'
import { syncCustomer } from './sync.ts'
import { within } from './within.ts'

/** What a wish to subscribe leads to. */
export type CheckoutOutcome =
  /** To Stripe's page, to pay. */
  | { kind: 'pay'; url: string }
  /** There is a subscription already: the account page says what can be done with it. */
  | { kind: 'already_subscribed' }
  /** Stripe does not answer, or our price is not for sale. Nothing was begun. */
  | { kind: 'unavailable' }

type Setting = { stripe: StripeGateway; priceId: string; siteUrl: URL; now: Date }

/** What a second subscription must not be sold beside: whatever is not over. Unknown states are not over. */
const over = new Set(['canceled', 'incomplete_expired'])

/** A person waits for the answer: after this long they hear that it does not work just now. */
const PATIENCE = 12 * SECOND

/**
 * Takes a signed-in reader to Stripe Checkout. Price, customer and return addresses are ours; of the
 * client only the path to come back to is used. The reader is held alone meanwhile, so two tabs or a
 * hundred clicks get one session, and who has a subscription gets no second one.
 */
export async function startCheckout(
  db: AppDatabase,
  buyer: Buyer,
  returnTo: string,
  setting: Setting,
): Promise<CheckoutOutcome> {
  try {
    return await within(
      PATIENCE,
      db.transaction(async (tx) => {
        await holdAlone(tx, `reader ${buyer.id}`, 8 * SECOND)
        return checkOut(tx, buyer, returnTo, setting)
      }),
    )
  } catch (error) {
    if (!isOutage(error)) throw error
    log().error({ err: error }, 'checkout could not begin')
    return { kind: 'unavailable' }
  }
}

async function checkOut(
  tx: AppTransaction,
  buyer: Buyer,
  returnTo: string,
  setting: Setting,
): Promise<CheckoutOutcome> {
  const { stripe, priceId, now } = setting
  const plan = await readPlan(stripe, priceId, now)
  if (plan.kind === 'misconfigured') return { kind: 'unavailable' }
  const linked = await liveCustomer(tx, stripe, buyer.id, now)
  const standing = linked === null ? 'gone' : await standingOf(tx, linked, setting)
  if (standing === 'subscribed') return { kind: 'already_subscribed' }
  const customer =
    linked !== null && standing === 'free' ? linked : await makeCustomer(tx, stripe, buyer)
  const waiting = await reuseAttempt(tx, { ...buyer, customer }, returnTo, setting)
  return { kind: 'pay', url: waiting ?? (await newSession(tx, buyer, customer, returnTo, setting)) }
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

/** The address of the session that is open already, if Stripe still has it open for this customer. */
async function reuseAttempt(
  tx: AppTransaction,
  { id: readerId, customer }: Buyer & { customer: string },
  returnTo: string,
  { stripe, now }: Setting,
): Promise<string | null> {
  const attempt = await openAttempt(tx, readerId)
  if (!attempt) return null
  const { sessionId } = attempt
  const session =
    sessionId === null
      ? null
      : await ask('checkout.session', () => stripe.client.checkout.sessions.retrieve(sessionId))
  // One made for a customer that is gone would sell to nobody.
  const isOurs = idOf(session?.customer) === customer
  if (session?.status === 'open' && session.url && isOurs) {
    await updateAttempt(tx, attempt.id, { returnTo })
    return session.url
  }
  await closeAttempt(tx, readerId, session?.status === 'complete' ? 'completed' : 'expired', now)
  return null
}

const idOf = (reference: string | { id: string } | null | undefined) =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)

async function newSession(
  tx: AppTransaction,
  buyer: Buyer,
  customer: string,
  returnTo: string,
  { stripe, priceId, siteUrl }: Setting,
): Promise<string> {
  const attempt = await beginAttempt(tx, { readerId: buyer.id, returnTo })
  const session = await demand('checkout.session', () =>
    stripe.client.checkout.sessions.create(
      {
        mode: 'subscription',
        customer,
        client_reference_id: buyer.id,
        line_items: [{ price: priceId, quantity: 1 }],
        // Metadata of the session is not copied to the subscription.
        metadata: { reader_id: buyer.id, attempt_id: attempt },
        subscription_data: { metadata: { reader_id: buyer.id } },
        success_url: new URL('/subscribe/return', siteUrl).href,
        cancel_url: new URL('/subscribe', siteUrl).href,
      },
      { idempotencyKey: `checkout ${attempt}` },
    ),
  )
  if (!session.url) throw new StripeUnavailable('Stripe made a session without an address.')
  await updateAttempt(tx, attempt, { sessionId: session.id })
  return session.url
}
