/** What comes due for a subscription: the end of a trial, of a period, of a pause, of itself. */
import type { Stripe } from 'stripe'
import { needId } from '../kernel/reference.ts'
import { need, now, type World } from '../kernel/world.ts'
import { collect, methodFor } from './collecting.ts'
import { endOnSchedule } from './ending.ts'
import { discountsLeft } from './discounts.ts'
import {
  changeInvoice,
  draftInvoice,
  finalizeInvoice,
  markUncollectible,
  voidInvoice,
} from './invoicing.ts'
import { DRAFT_SECONDS, nextBoundary } from './periods.ts'
import { cycleOf } from './starting.ts'
import { changeSubscription, endSubscription, expireIncomplete } from './subscriptions.ts'

/** Does the one thing that is due next for a subscription. */
export function runSubscription(world: World, subscription: Stripe.Subscription): void {
  const moment = now(world, needId(subscription.customer))
  const { status, cancel_at, pause_collection } = subscription
  if (status === 'incomplete') return expireIncomplete(world, subscription)
  if (cancel_at !== null && cancel_at <= moment) return endOnSchedule(world, subscription)
  const resumesAt = pause_collection?.resumes_at ?? null
  if (resumesAt !== null && resumesAt <= moment) {
    changeSubscription(world, subscription, { pause_collection: null })
    return
  }
  if (status === 'trialing' && subscription.trial_end !== null && subscription.trial_end <= moment)
    return endTrial(world, subscription)
  renew(world, subscription)
}

function endTrial(world: World, subscription: Stripe.Subscription): void {
  const missing = subscription.trial_settings?.end_behavior.missing_payment_method
  if (missing !== 'create_invoice' && !hasMethod(world, subscription)) {
    if (missing === 'cancel') {
      endSubscription(world, subscription, 'cancellation_requested')
      return
    }
    const paused = changeSubscription(world, subscription, { status: 'paused' })
    world.announce('customer.subscription.paused', paused)
    return
  }
  renew(world, subscription, { status: 'active' })
}

/** Ends a trial before its time, and collects at once what is due then. */
export function endTrialNow(world: World, subscription: Stripe.Subscription): void {
  endTrial(world, subscription)
  const after = need(world, 'subscription', subscription.id)
  const draft = need(world, 'invoice', needId(after.latest_invoice))
  if (after.status !== 'active' || draft.status !== 'draft') return
  const invoice = finalizeInvoice(world, draft)
  if (invoice.status === 'open') collect(world, invoice, { presence: 'nobody', automatic: true })
}

function hasMethod(world: World, subscription: Stripe.Subscription): boolean {
  const invoice = need(world, 'invoice', needId(subscription.latest_invoice))
  return methodFor(world, invoice) !== null
}

/** Begins the next period, with the draft of its invoice. */
function renew(
  world: World,
  subscription: Stripe.Subscription,
  patch: Partial<Stripe.Subscription> = {},
): void {
  const [first] = subscription.items.data
  if (!first) throw new Error(`Subscription ${subscription.id} has no items.`)
  const own = { start: first.current_period_start, end: first.current_period_end }
  const end = nextBoundary(subscription.billing_cycle_anchor, cycleOf(first.price), own.end)
  const draft = openPeriod(
    world,
    subscription,
    'subscription_cycle',
    { start: own.end, end },
    own,
    patch,
  )
  applyPause(world, subscription, draft)
}

/** Moves a subscription into a period, and drafts the invoice for it. */
export function openPeriod(
  world: World,
  subscription: Stripe.Subscription,
  reason: 'subscription_cycle' | 'subscription_update',
  period: { start: number; end: number },
  own: { start: number; end: number },
  patch: Partial<Stripe.Subscription>,
): Stripe.Invoice {
  // An unpaid subscription goes on, but nobody tries to collect its new invoices.
  const collected =
    subscription.status !== 'unpaid' && subscription.pause_collection?.behavior !== 'keep_as_draft'
  const draft = draftInvoice(world, {
    subscription,
    reason,
    period,
    own,
    free: false,
    finalizesAt: collected ? now(world, needId(subscription.customer)) + DRAFT_SECONDS : null,
  })
  changeSubscription(world, subscription, {
    ...patch,
    latest_invoice: draft.id,
    discounts: discountsLeft(world, subscription, draft),
    items: {
      ...subscription.items,
      data: subscription.items.data.map((item) => ({
        ...item,
        current_period_start: period.start,
        current_period_end: period.end,
      })),
    },
  })
  return draft
}

/** While collection is paused, an invoice is made and then not collected. */
function applyPause(world: World, subscription: Stripe.Subscription, draft: Stripe.Invoice): void {
  const behavior = subscription.pause_collection?.behavior
  if (behavior !== 'void' && behavior !== 'mark_uncollectible') return
  const held = changeInvoice(world, draft, {
    auto_advance: false,
    automatically_finalizes_at: null,
  })
  const open = finalizeInvoice(world, held)
  if (open.status !== 'open') return
  if (behavior === 'void') voidInvoice(world, open)
  else markUncollectible(world, open)
}
