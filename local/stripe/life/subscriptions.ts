/** Changes of a subscription, and its end. */
import type { Stripe } from 'stripe'
import { needId } from '../kernel/reference.ts'
import { change, now, type World } from '../kernel/world.ts'
import { dropPending } from './invoice-items.ts'
import { stopCollecting, subscriptionOf, voidInvoice } from './invoicing.ts'

export function changeSubscription(
  world: World,
  subscription: Stripe.Subscription,
  patch: Partial<Stripe.Subscription>,
): Stripe.Subscription {
  return change(world, 'subscription', subscription, patch, 'customer.subscription.updated')
}

/**
 * Ends a subscription now. What is owed stays owed, and is no longer collected; what waited for its next
 * invoice is dropped, unless it is to be kept for a last one.
 */
export function endSubscription(
  world: World,
  subscription: Stripe.Subscription,
  reason: Stripe.Subscription.CancellationDetails.Reason,
  said: { comment?: string | null | undefined; feedback?: string | null | undefined } = {},
  waiting: 'dropped' | 'kept' = 'dropped',
): Stripe.Subscription {
  const customer = needId(subscription.customer)
  const moment = now(world, customer)
  world.store.remove('trial_notice', subscription.id)
  world.store.remove('pending_change', subscription.id)
  world.store.remove('resumption', subscription.id)
  if (waiting === 'dropped') dropPending(world, subscription)
  const ended = change(
    world,
    'subscription',
    subscription,
    {
      status: 'canceled',
      canceled_at: subscription.canceled_at ?? moment,
      ended_at: moment,
      pause_collection: null,
      pending_update: null,
      cancellation_details: {
        comment: said.comment ?? subscription.cancellation_details?.comment ?? null,
        feedback: said.feedback ?? subscription.cancellation_details?.feedback ?? null,
        feedback_option: null,
        reason: subscription.cancellation_details?.reason ?? reason,
      },
    },
    null,
  )
  world.announce('customer.subscription.deleted', ended)
  for (const invoice of world.store.all('invoice', customer))
    if (subscriptionOf(invoice) === subscription.id) stopCollecting(world, invoice)
  return ended
}

/** The first payment did not come within 23 hours. */
export function expireIncomplete(world: World, subscription: Stripe.Subscription): void {
  const customer = needId(subscription.customer)
  changeSubscription(world, subscription, {
    status: 'incomplete_expired',
    ended_at: now(world, customer),
  })
  for (const invoice of world.store.all('invoice', customer))
    if (subscriptionOf(invoice) === subscription.id && invoice.status === 'open')
      voidInvoice(world, invoice)
}

/** What must be set so that a subscription ends at its period's end, or does not. */
export function scheduleEnd(
  world: World,
  subscription: Stripe.Subscription,
  end: { at: number; byPeriod: boolean } | null,
  said: { comment?: string | null; feedback?: string | null } = {},
): Partial<Stripe.Subscription> {
  if (end === null)
    return {
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    }
  return {
    cancel_at: end.at,
    cancel_at_period_end: end.byPeriod,
    canceled_at: now(world, needId(subscription.customer)),
    cancellation_details: {
      comment: said.comment ?? null,
      feedback: said.feedback ?? null,
      feedback_option: null,
      reason: 'cancellation_requested',
    },
  }
}

/** The latest end of the periods that are paid for. */
export function periodEnd(subscription: Stripe.Subscription): number {
  return Math.max(...subscription.items.data.map((item) => item.current_period_end))
}
