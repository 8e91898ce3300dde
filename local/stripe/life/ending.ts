/** The end of a subscription, with its last invoice. */
import type { Stripe } from 'stripe'
import { needId } from '../kernel/reference.ts'
import { change, need, now, type World } from '../kernel/world.ts'
import { collect } from './collecting.ts'
import { billedFor, itemsOf, keepItems, pendingItems } from './invoice-items.ts'
import { draftInvoice, finalizeInvoice } from './invoicing.ts'
import { DRAFT_SECONDS } from './periods.ts'
import { creditsFor } from './prorating.ts'
import { endSubscription } from './subscriptions.ts'

/** What waited for a next invoice is asked for, or given back, with a last one. */
export function endOnSchedule(world: World, subscription: Stripe.Subscription): void {
  const owed = pendingItems(world, subscription).length > 0
  const ended = endSubscription(world, subscription, 'cancellation_requested', {}, 'kept')
  if (owed) draftLast(world, ended, now(world, needId(subscription.customer)) + DRAFT_SECONDS)
}

/** The invoice of a subscription that has ended, for what waited only. */
function draftLast(world: World, ended: Stripe.Subscription, finalizesAt: number): Stripe.Invoice {
  const moment = now(world, needId(ended.customer))
  const draft = draftInvoice(world, {
    subscription: ended,
    reason: 'subscription_update',
    period: { start: moment, end: moment },
    own: { start: moment, end: moment },
    free: false,
    regular: false,
    finalizesAt,
  })
  change(world, 'subscription', ended, { latest_invoice: draft.id }, null)
  return draft
}

/**
 * Ends a subscription at once. `prorate` gives back what is unused, as a credit that waits; `invoiceNow`
 * makes a last invoice of everything that waits, which may be the customer's to keep.
 */
export function endNow(
  world: World,
  subscription: Stripe.Subscription,
  said: { comment?: string | null | undefined; feedback?: string | null | undefined },
  { invoiceNow, prorate }: { invoiceNow: boolean; prorate: boolean },
): Stripe.Subscription {
  const moment = now(world, needId(subscription.customer))
  const billed = subscription.status !== 'trialing' && subscription.status !== 'incomplete'
  if (prorate && billed) {
    const unused = creditsFor(subscription.items.data, (item) => billedFor(world, item), moment)
    keepItems(world, itemsOf(world, subscription, unused))
  }
  const waiting = invoiceNow || prorate ? 'kept' : 'dropped'
  const ended = endSubscription(world, subscription, 'cancellation_requested', said, waiting)
  if (!invoiceNow || pendingItems(world, ended).length === 0) return ended
  const invoice = finalizeInvoice(world, draftLast(world, ended, moment))
  if (invoice.status === 'open') collect(world, invoice, { presence: 'nobody', automatic: true })
  return need(world, 'subscription', ended.id)
}
