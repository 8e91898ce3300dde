/** Completes a Checkout session: the subscription is made after the payment, never before. */
import type { Stripe } from 'stripe'
import { idOf, needId } from '../kernel/reference.ts'
import { change, create, need, now, type World } from '../kernel/world.ts'
import { buildCustomer } from '../objects/customer.ts'
import { detailsOf } from '../objects/session.ts'
import { askBank, type Presence } from './paying.ts'
import { attachMethod } from './methods.ts'
import { beginSubscription } from './starting.ts'

const DAY = 24 * 3600

export type CheckoutOutcome =
  | { kind: 'complete'; event: string; session: Stripe.Checkout.Session }
  | { kind: 'action' }
  | { kind: 'declined'; message: string }

/**
 * Pays an open session with a card. When the bank says no, nothing is left behind; when it asks for
 * authentication, the card waits in the session's order.
 */
export function completeCheckout(
  world: World,
  session: Stripe.Checkout.Session,
  method: string,
  presence: Presence,
  email: string | null = null,
): CheckoutOutcome {
  const order = need(world, 'order', session.id)
  const trialEnd = trialEndOf(world, session)
  const holder = idOf(session.customer) ?? ''
  const verdict = askBank(world, holder, method, presence)
  // With a trial nothing is charged today, but the card is set up, which may need its holder.
  if (verdict.kind === 'action') {
    world.store.put('order', { ...order, pendingCard: method })
    return { kind: 'action' }
  }
  if (verdict.kind === 'declined') return { kind: 'declined', message: verdict.decline.message }
  if (presence === 'authenticated') authenticate(world, method)
  const customer = customerFor(world, session, email)
  attachMethod(world, method, customer.id)
  const { subscription } = beginSubscription(world, {
    customer: need(world, 'customer', customer.id),
    items: order.items.map(({ price, quantity }) => ({
      price: need(world, 'price', price),
      quantity,
    })),
    metadata: order.subscription.metadata,
    description: order.subscription.description,
    trialEnd,
    missingPaymentMethod: order.subscription.missingPaymentMethod,
    defaultPaymentMethod: method,
    payment: 'now',
    presence,
    verdict,
  })
  return finish(world, session, subscription, trialEnd !== null)
}

/** The holder of this card has authenticated, for later charges too. */
export function authenticate(world: World, method: string): void {
  const card = world.store.get('card', method)
  if (card) world.store.put('card', { ...card, authenticated: true })
}

function trialEndOf(world: World, session: Stripe.Checkout.Session): number | null {
  const { subscription } = need(world, 'order', session.id)
  if (subscription.trialEnd !== null) return subscription.trialEnd
  return subscription.trialDays === null
    ? null
    : now(world, idOf(session.customer)) + subscription.trialDays * DAY
}

function customerFor(
  world: World,
  session: Stripe.Checkout.Session,
  email: string | null,
): Stripe.Customer {
  const known = idOf(session.customer)
  if (known !== null) return need(world, 'customer', known)
  const customer = buildCustomer(
    { email: session.customer_email ?? email, name: null, description: null, metadata: {} },
    now(world, null),
  )
  return create(world, 'customer', customer, 'customer.created')
}

function finish(
  world: World,
  session: Stripe.Checkout.Session,
  subscription: Stripe.Subscription,
  trial: boolean,
): CheckoutOutcome {
  const customer = need(world, 'customer', needId(subscription.customer))
  const method = world.store.get('payment_method', idOf(subscription.default_payment_method) ?? '')
  const complete = change(
    world,
    'checkout.session',
    session,
    {
      status: 'complete',
      payment_status: trial ? 'no_payment_required' : 'paid',
      customer: customer.id,
      customer_details: detailsOf(customer.email, method?.billing_details.name ?? null),
      subscription: subscription.id,
      invoice: subscription.latest_invoice,
      url: null,
    },
    null,
  )
  const event = world.announce('checkout.session.completed', complete)
  return { kind: 'complete', event, session: complete }
}
