/** Changes of a subscription that wait until their invoice is paid. */
import type { Stripe } from 'stripe'
import type { PendingChange } from '../kernel/kinds.ts'
import { change, need, type World } from '../kernel/world.ts'
import { discountsLeft } from './discounts.ts'
import { rememberBilled } from './invoice-items.ts'
import { voidInvoice } from './invoicing.ts'
import { changeSubscription } from './subscriptions.ts'

/** The change that an invoice stands for, if it is for one that waits. */
export function pendingChangeOf(
  world: World,
  subscription: Stripe.Subscription,
  invoice: Stripe.Invoice,
): PendingChange | null {
  const waiting = world.store.get('pending_change', subscription.id)
  return waiting?.invoice === invoice.id ? waiting : null
}

/** Makes the change of an invoice that was paid; says so where it had been waiting in sight. */
export function applyPending(
  world: World,
  subscription: Stripe.Subscription,
  waiting: PendingChange,
): Stripe.Subscription {
  world.store.remove('pending_change', subscription.id)
  const invoice = need(world, 'invoice', waiting.invoice)
  rememberBilled(world, invoice)
  const seen = subscription.pending_update !== null
  const { anchor, items } = waiting
  const applied = changeSubscription(world, subscription, {
    ...itemsAndAnchor(subscription, items, anchor),
    discounts: discountsLeft(world, subscription, invoice),
    pending_update: null,
  })
  if (seen) world.announce('customer.subscription.pending_update_applied', applied)
  return applied
}

/** What a new list of items and a new cycle change; the end of its period moves with the period. */
export function itemsAndAnchor(
  subscription: Stripe.Subscription,
  items: Stripe.SubscriptionItem[],
  anchor: number,
): Partial<Stripe.Subscription> {
  const moved = anchor !== subscription.billing_cycle_anchor && subscription.cancel_at_period_end
  return {
    items: { ...subscription.items, data: items },
    billing_cycle_anchor: anchor,
    ...(moved ? { cancel_at: Math.max(...items.map((item) => item.current_period_end)) } : {}),
  }
}

/** The payment did not come in time, or the change is taken back: it is forgotten, its invoice void. */
export function expirePending(world: World, id: string): void {
  const waiting = world.store.get('pending_change', id)
  const subscription = world.store.get('subscription', id)
  world.store.remove('pending_change', id)
  const invoice = waiting && world.store.get('invoice', waiting.invoice)
  if (invoice?.status === 'open') voidInvoice(world, invoice)
  if (!subscription || subscription.pending_update === null) return
  const expired = change(world, 'subscription', subscription, { pending_update: null }, null)
  world.announce('customer.subscription.pending_update_expired', expired)
}
