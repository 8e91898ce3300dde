import type { AppTransaction } from '#db/client.ts'
import { beginAttempt, closeAttempt, openAttempt, updateAttempt } from '#db/queries/billing.ts'
import { addConsent } from '#db/queries/checkout.ts'
import { hashToken } from '#lib/auth/hash.ts'
import type { Sale } from '#lib/env.ts'
import { ask, demand, type Stripe, type StripeGateway, StripeUnavailable } from './gateway.ts'
import type { Introduction } from './introduction.ts'
import type { SellablePlan } from './our-plan.ts'
import type { Terms } from './terms.ts'

/** What is bought, by whom, and on what terms; all of it decided by us. */
export type Order = {
  readerId: string
  customer: string
  offer: SellablePlan
  introduction: Introduction
  terms: Terms
  returnTo: string
}

type Setting = { stripe: StripeGateway; sale: Sale; siteUrl: URL; now: Date }

/**
 * The address of Stripe's page for an order: of the session that is open already when it sells just
 * this, else of a new one. The caller holds the reader alone, so at most one is open. Throws
 * `StripeUnavailable`; then nothing was begun.
 */
export async function addressToPay(
  tx: AppTransaction,
  order: Order,
  setting: Setting,
): Promise<string> {
  return (await reuseAttempt(tx, order, setting)) ?? (await newSession(tx, order, setting))
}

/** Tells whether two orders are the same sale. Kept in the session's metadata. */
function fingerprintOf({ customer, offer, introduction, terms }: Order, sale: Sale): string {
  const { trialDays, discount } = introduction
  const sold = [customer, offer.priceId, trialDays, discount?.couponId, sale.automaticTax]
  return hashToken(JSON.stringify([...sold, terms.fingerprint])).slice(0, 16)
}

async function reuseAttempt(
  tx: AppTransaction,
  order: Order,
  { stripe, sale, now }: Setting,
): Promise<string | null> {
  const attempt = await openAttempt(tx, order.readerId)
  if (!attempt) return null
  const { sessionId } = attempt
  const session =
    sessionId === null
      ? null
      : await ask('checkout.session', () => stripe.client.checkout.sessions.retrieve(sessionId))
  if (session?.status === 'open' && session.url) {
    if (session.metadata?.sale === fingerprintOf(order, sale)) {
      await updateAttempt(tx, attempt.id, { returnTo: order.returnTo })
      return session.url
    }
    // Paid at this very moment, Stripe refuses, and no second one is made beside it.
    await ask('checkout.session', () => stripe.client.checkout.sessions.expire(session.id))
  }
  const state = session?.status === 'complete' ? 'completed' : 'expired'
  await closeAttempt(tx, order.readerId, state, now)
  return null
}

async function newSession(tx: AppTransaction, order: Order, setting: Setting): Promise<string> {
  const { readerId, returnTo, terms, offer } = order
  const { stripe, now } = setting
  const attempt = await beginAttempt(tx, { readerId, plan: offer.plan.id, returnTo })
  await addConsent(tx, {
    readerId,
    kind: 'subscription',
    textVersion: terms.version,
    text: terms.text,
    subjectId: attempt,
    agreedAt: now,
  })
  const session = await demand('checkout.session', () =>
    stripe.client.checkout.sessions.create(paramsOf(order, attempt, setting), {
      idempotencyKey: `checkout ${attempt}`,
    }),
  )
  if (!session.url) throw new StripeUnavailable('Stripe made a session without an address.')
  await updateAttempt(tx, attempt, { sessionId: session.id })
  return session.url
}

function paramsOf(
  order: Order,
  attempt: string,
  { sale, siteUrl }: Setting,
): Stripe.Checkout.SessionCreateParams {
  const { readerId, customer, offer, introduction } = order
  const { discount } = introduction
  return {
    mode: 'subscription',
    customer,
    client_reference_id: readerId,
    line_items: [{ price: offer.priceId, quantity: 1 }],
    // Metadata of the session is not copied to the subscription.
    metadata: { reader_id: readerId, attempt_id: attempt, sale: fingerprintOf(order, sale) },
    subscription_data: { metadata: { reader_id: readerId }, ...trialOf(introduction) },
    ...(introduction.trialDays === null ? {} : { payment_method_collection: 'always' }),
    // Stripe takes one of the two: who gets the introduction types no code.
    ...(discount
      ? { discounts: [{ coupon: discount.couponId }] }
      : { allow_promotion_codes: true }),
    // A business name typed there becomes the customer's, so that it stands on every invoice.
    tax_id_collection: { enabled: true },
    customer_update: { name: 'auto', address: 'auto' },
    ...(sale.automaticTax ? { automatic_tax: { enabled: true } } : {}),
    success_url: new URL('/subscribe/return', siteUrl).href,
    cancel_url: new URL(`/subscribe?${new URLSearchParams({ plan: offer.plan.id })}`, siteUrl).href,
  }
}

/** A trial takes a card at its beginning; one that is gone at its end pauses, and charges nobody. */
function trialOf({
  trialDays,
}: Introduction): Stripe.Checkout.SessionCreateParams.SubscriptionData {
  if (trialDays === null) return {}
  return {
    trial_period_days: trialDays,
    trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
  }
}
