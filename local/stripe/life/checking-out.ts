/** Completes a Checkout session: what is bought is made after the payment, never before. */
import type { Stripe } from 'stripe'
import type { Order } from '../kernel/kinds.ts'
import { idOf } from '../kernel/reference.ts'
import { change, create, need, now, type World } from '../kernel/world.ts'
import { buildCustomer } from '../objects/customer.ts'
import { detailsOf } from '../objects/session.ts'
import { buy } from './buying.ts'
import { learn } from './learning.ts'
import { askBank, type Presence } from './paying.ts'
import { attachMethod } from './methods.ts'
import { countryOf, offerIn, requote } from './quoting.ts'
import type { Offer } from './redeeming.ts'
import { beginSubscription } from './starting.ts'
import { taxIdsOf } from './tax-ids.ts'

const DAY = 24 * 3600

type Session = Stripe.Checkout.Session

export type CheckoutOutcome =
  | { kind: 'complete'; event: string; session: Session }
  | { kind: 'action' }
  | { kind: 'declined'; message: string }
  /** The discount is not to be had any more: the session costs more than was shown. */
  | { kind: 'refused'; message: string }

type Verdict = ReturnType<typeof askBank>

type Deal = {
  session: Session
  order: Order
  offer: Offer | null
  method: string | null
  presence: Presence
  verdict: Verdict
}

/**
 * Pays an open session with a card, or without one where nothing is due. When the bank says no, nothing
 * is left behind; when it asks for authentication, the card waits in the session's order.
 */
export function completeCheckout(
  world: World,
  session: Session,
  method: string | null,
  presence: Presence,
): CheckoutOutcome {
  const order = need(world, 'order', session.id)
  const offered = offerIn(world, session)
  if (offered.kind === 'refused') {
    requote(world, session, { discounts: [] })
    return offered
  }
  const holder = idOf(session.customer) ?? ''
  // With a trial nothing is charged today, but the card is set up, which may need its holder.
  const verdict: Verdict =
    method === null ? { kind: 'paid' } : askBank(world, holder, method, presence)
  if (verdict.kind === 'action') {
    world.store.put('order', { ...order, pendingCard: method })
    return { kind: 'action' }
  }
  if (verdict.kind === 'declined') return { kind: 'declined', message: verdict.decline.message }
  if (presence === 'authenticated' && method !== null) authenticate(world, method)
  const deal = { session, order, offer: offered.offer, method, presence, verdict }
  return session.mode === 'payment' ? makePurchase(world, deal) : makeSubscription(world, deal)
}

/** The holder of this card has authenticated, for later charges too. */
export function authenticate(world: World, method: string): void {
  const card = world.store.get('card', method)
  if (card) world.store.put('card', { ...card, authenticated: true })
}

function makePurchase(world: World, deal: Deal): CheckoutOutcome {
  const { session, order } = deal
  const guest = session.customer === null && session.customer_creation !== 'always'
  const wanted = session.invoice_creation?.enabled === true
  const customer = guest && !wanted ? null : customerFor(world, deal)
  const country = countryOf(world, session, order)
  const { intent, invoice } = buy(world, { ...deal, customer, country })
  return finish(world, deal, customer, { payment_intent: intent, invoice })
}

function makeSubscription(world: World, deal: Deal): CheckoutOutcome {
  const { method, offer, order, presence, session, verdict } = deal
  const customer = customerFor(world, deal)
  if (method !== null) attachMethod(world, method, customer.id)
  const { subscription } = beginSubscription(world, {
    customer: need(world, 'customer', customer.id),
    items: order.items.map(({ price, quantity }) => ({
      price: need(world, 'price', price),
      quantity,
    })),
    metadata: order.subscription.metadata,
    description: order.subscription.description,
    trialEnd: trialEndOf(world, deal),
    missingPaymentMethod: order.subscription.missingPaymentMethod,
    defaultPaymentMethod: method,
    offers: offer ? [offer] : [],
    session: session.id,
    automaticTax: session.automatic_tax.enabled,
    payment: 'now',
    presence,
    verdict,
  })
  return finish(world, deal, customer, {
    subscription: subscription.id,
    invoice: subscription.latest_invoice,
  })
}

function trialEndOf(world: World, { session, order: { subscription } }: Deal): number | null {
  if (subscription.trialEnd !== null) return subscription.trialEnd
  return subscription.trialDays === null
    ? null
    : now(world, idOf(session.customer)) + subscription.trialDays * DAY
}

/** The session's customer, or a new one, with what the buyer said of themselves. */
function customerFor(world: World, { session, order, method }: Deal): Stripe.Customer {
  const known = idOf(session.customer)
  const email = session.customer_email ?? order.buyer?.email ?? null
  const customer =
    known === null
      ? create(
          world,
          'customer',
          buildCustomer({ email, name: null, description: null, metadata: {} }, now(world, null)),
          'customer.created',
        )
      : need(world, 'customer', known)
  return learn(world, { session, order, customer, method })
}

function finish(
  world: World,
  { session, order, method }: Deal,
  customer: Stripe.Customer | null,
  made: Partial<Session>,
): CheckoutOutcome {
  const holder = world.store.get('payment_method', method ?? '')?.billing_details.name ?? null
  const business = order.buyer?.business?.name ?? null
  const country = countryOf(world, session, order)
  const email = customer?.email ?? session.customer_email ?? order.buyer?.email ?? null
  const known = customer ? taxIdsOf(world, customer.id) : []
  const complete = change(
    world,
    'checkout.session',
    session,
    {
      ...made,
      status: 'complete',
      payment_status: session.amount_total === 0 ? 'no_payment_required' : 'paid',
      customer: customer?.id ?? null,
      customer_details: {
        ...detailsOf(email, business ?? holder),
        address:
          country === null
            ? null
            : { city: null, country, line1: null, line2: null, postal_code: null, state: null },
        business_name: business,
        tax_ids: known.map(({ type, value }) => ({ type, value })),
      },
      url: null,
    },
    null,
  )
  const event = world.announce('checkout.session.completed', complete)
  return { kind: 'complete', event, session: complete }
}
