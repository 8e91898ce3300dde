/** Makes a planned change of a subscription: prorations, an invoice now or later, and its payment. */
import type { Stripe } from 'stripe'
import { needId } from '../kernel/reference.ts'
import { need, now, type World } from '../kernel/world.ts'
import { collect, type Collection } from './collecting.ts'
import { discountsLeft, lastingPrices } from './discounts.ts'
import { billedFor, itemsOf, keepItems, rememberPending } from './invoice-items.ts'
import { type DraftFields, draftInvoice, draftUncounted, finalizeInvoice } from './invoicing.ts'
import { applyPending, expirePending, itemsAndAnchor } from './pending-updates.ts'
import { type Change, type ChangePlan, planChange } from './prorating.ts'
import { changeSubscription, periodEnd } from './subscriptions.ts'

const HOUR = 3600

export type PaymentBehavior =
  | 'allow_incomplete'
  | 'default_incomplete'
  | 'error_if_incomplete'
  | 'pending_if_incomplete'

/** A subscription after its change, and what came of the payment; null when none was tried. */
export type Changed = { subscription: Stripe.Subscription; collection: Collection | null }

/** What a change means now, by what was billed. */
export function planFor(
  world: World,
  subscription: Stripe.Subscription,
  change: Change,
): ChangePlan {
  const moment = now(world, needId(subscription.customer))
  const priceOf = lastingPrices(world, subscription, change.items, moment)
  return planChange(subscription, change, (item) => billedFor(world, item), moment, priceOf)
}

/** Changes items, together with whatever else is in `patch`. */
export function changeItems(
  world: World,
  before: Stripe.Subscription,
  change: Change,
  patch: Partial<Stripe.Subscription>,
  behavior: PaymentBehavior,
): Changed {
  // A later change takes the place of one that still waits.
  if (world.store.get('pending_change', before.id)) expirePending(world, before.id)
  const held = need(world, 'subscription', before.id)
  const planned = { ...held, ...patch }
  const plan = planFor(world, planned, change)
  const moved = { ...patch, ...itemsAndAnchor(planned, plan.items, plan.anchor) }
  for (const { id } of held.items.data)
    if (!plan.items.some((item) => item.id === id)) world.store.remove('billed', id)
  const items = itemsOf(world, planned, plan.prorations)
  keepItems(world, items)
  if (!plan.bills) {
    rememberPending(world, items)
    return { subscription: changeSubscription(world, held, moved), collection: null }
  }
  const fields = invoiceOfChange(world, { ...planned, ...moved }, plan)
  if (behavior === 'pending_if_incomplete') return changeWhenPaid(world, held, plan, fields)
  const draft = draftInvoice(world, fields)
  const discounts = discountsLeft(world, { ...planned, ...moved }, draft)
  const changed = changeSubscription(world, held, { ...moved, discounts, latest_invoice: draft.id })
  return collectChange(world, changed, draft, behavior)
}

/** The invoice that a change makes at once: what is prorated, and the new period if one begins. */
export function invoiceOfChange(
  world: World,
  subscription: Stripe.Subscription,
  plan: ChangePlan,
): DraftFields {
  const moment = now(world, needId(subscription.customer))
  return {
    subscription,
    reason: 'subscription_update',
    period: { start: moment, end: periodEnd(subscription) },
    own: { start: moment, end: moment },
    free: false,
    regular: plan.newPeriod,
    finalizesAt: moment + HOUR,
  }
}

function collectChange(
  world: World,
  subscription: Stripe.Subscription,
  draft: Stripe.Invoice,
  behavior: PaymentBehavior,
): Changed {
  // Nobody tries to collect the new invoices of a subscription that is unpaid.
  const again = () => need(world, 'subscription', subscription.id)
  if (subscription.status === 'unpaid') return { subscription: again(), collection: null }
  const invoice = finalizeInvoice(world, draft)
  if (invoice.status !== 'open' || invoice.collection_method === 'send_invoice')
    return { subscription: again(), collection: null }
  if (behavior === 'default_incomplete') {
    world.store.put('invoice', { ...invoice, auto_advance: false, next_payment_attempt: null })
    changeSubscription(world, again(), { status: 'past_due' })
    return { subscription: again(), collection: null }
  }
  const collection = collect(world, invoice, { presence: 'nobody', automatic: true })
  return { subscription: again(), collection }
}

/** Asks for the money first. Until it is there, the subscription is what it was. */
function changeWhenPaid(
  world: World,
  held: Stripe.Subscription,
  plan: ChangePlan,
  fields: DraftFields,
): Changed {
  const draft = draftUncounted(world, { ...fields, finalizesAt: null })
  const customer = needId(held.customer)
  const moment = now(world, customer)
  const expiresAt = Math.min(moment + 23 * HOUR, periodEnd(held))
  const { anchor, items } = plan
  const waiting = { id: held.id, customer, invoice: draft.id, items, anchor, expiresAt }
  world.store.put('pending_change', waiting)
  const asked = changeSubscription(world, held, { latest_invoice: draft.id })
  const invoice = finalizeInvoice(world, draft)
  if (invoice.status === 'paid')
    return { subscription: applyPending(world, asked, waiting), collection: null }
  const collection = collect(world, invoice, { presence: 'nobody', automatic: true })
  const after = need(world, 'subscription', held.id)
  if (collection.kind === 'paid') return { subscription: after, collection }
  const pending_update: Stripe.Subscription.PendingUpdate = {
    billing_cycle_anchor: plan.newPeriod ? anchor : null,
    cancel_at_period_end: null,
    discount: null,
    discounts: null,
    expires_at: expiresAt,
    metadata: null,
    subscription_items: items,
    trial_end: null,
    trial_from_plan: null,
  }
  return { subscription: changeSubscription(world, after, { pending_update }), collection }
}
