/** The invoice that will come, or that a change would make. Nothing is kept. */
import type { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'
import { needId } from '../kernel/reference.ts'
import { now, type World } from '../kernel/world.ts'
import { buildSubscription } from '../objects/subscription.ts'
import { invoiceOfChange, planFor } from './changing.ts'
import { billedFor, itemsOf, pendingItems } from './invoice-items.ts'
import { composeInvoice, type DraftFields } from './invoicing.ts'
import { itemsAndAnchor } from './pending-updates.ts'
import { DRAFT_SECONDS, nextBoundary } from './periods.ts'
import { type Change, creditsFor } from './prorating.ts'
import { cycleOf } from './starting.ts'
import { periodEnd } from './subscriptions.ts'

type Subscription = Stripe.Subscription

export type Question = {
  /** As it is, or as it would be but for its change of items. */
  subscription: Subscription
  change: Change | null
  /** It would end now, with or without a credit for what is unused. */
  end: 'not' | 'now' | 'now_prorated'
  /** What comes again every period: nothing that waits, nothing prorated. */
  recurring: boolean
}

/** The next invoice of a subscription; null when there will be none. */
export function previewInvoice(world: World, question: Question): Stripe.Invoice | null {
  const { subscription, change, end } = question
  const moment = now(world, needId(subscription.customer))
  const waiting = question.recurring ? [] : pendingItems(world, subscription)
  if (end === 'now') return null
  if (end === 'now_prorated') {
    const unused = creditsFor(subscription.items.data, (item) => billedFor(world, item), moment)
    const all = [...waiting, ...itemsOf(world, subscription, unused)]
    return onlyWaiting(world, subscription, all, moment)
  }
  if (change === null) return renewal(world, subscription, waiting)
  const plan = planFor(world, subscription, change)
  const after = { ...subscription, ...itemsAndAnchor(subscription, plan.items, plan.anchor) }
  if (question.recurring) return renewal(world, after, [])
  const all = [...waiting, ...itemsOf(world, subscription, plan.prorations)]
  return plan.bills
    ? compose(world, invoiceOfChange(world, after, plan), all, moment)
    : renewal(world, after, all)
}

/** The invoice at the end of the period, or what waits at the end of everything. */
function renewal(
  world: World,
  subscription: Subscription,
  waiting: Stripe.InvoiceItem[],
): Stripe.Invoice | null {
  const { cancel_at, status } = subscription
  const [first] = subscription.items.data
  if (!first || status === 'paused') return null
  const own = { start: first.current_period_start, end: first.current_period_end }
  if (cancel_at !== null && cancel_at <= own.end)
    return onlyWaiting(world, subscription, waiting, cancel_at)
  const end = nextBoundary(subscription.billing_cycle_anchor, cycleOf(first.price), own.end)
  const fields = {
    subscription,
    reason: 'subscription_cycle',
    period: { start: own.end, end },
    own,
    free: false,
    finalizesAt: own.end + DRAFT_SECONDS,
  } as const
  return compose(world, fields, waiting, own.end)
}

function onlyWaiting(
  world: World,
  subscription: Subscription,
  waiting: Stripe.InvoiceItem[],
  at: number,
): Stripe.Invoice | null {
  if (waiting.length === 0) return null
  const fields = {
    subscription,
    reason: 'subscription_update',
    period: { start: at, end: at },
    own: { start: at, end: at },
    free: false,
    regular: false,
    finalizesAt: at + DRAFT_SECONDS,
  } as const
  return compose(world, fields, waiting, at)
}

/** The first invoice of a subscription that is not there yet. */
export function previewFirst(
  world: World,
  customer: Stripe.Customer,
  items: { price: Stripe.Price; quantity: number }[],
  trialEnd: number | null,
): Stripe.Invoice | null {
  const [first] = items
  if (!first) return null
  const moment = now(world, customer.id)
  const trial = trialEnd !== null && trialEnd > moment ? { start: moment, end: trialEnd } : null
  const anchor = trial?.end ?? moment
  const period = trial ?? { start: moment, end: nextBoundary(anchor, cycleOf(first.price), moment) }
  const subscription = buildSubscription({
    customer,
    items,
    currency: first.price.currency,
    created: moment,
    anchor,
    period,
    trial,
    missingPaymentMethod: 'create_invoice',
    status: trial ? 'trialing' : 'incomplete',
    defaultPaymentMethod: null,
    metadata: {},
    description: null,
    collectionMethod: 'charge_automatically',
    daysUntilDue: null,
    automaticTax: false,
  })
  const fields = {
    subscription,
    reason: 'subscription_create',
    period,
    own: { start: moment, end: moment },
    free: trial !== null,
    finalizesAt: null,
  } as const
  return withoutSubscription(compose(world, fields, [], moment))
}

/** A subscription that is not there has no id to name. */
function withoutSubscription(invoice: Stripe.Invoice): Stripe.Invoice {
  const data = invoice.lines.data.map((line) => {
    const details = line.parent?.subscription_item_details
    return {
      ...line,
      subscription: null,
      parent:
        line.parent && details
          ? { ...line.parent, subscription_item_details: { ...details, subscription: null } }
          : line.parent,
    }
  })
  return { ...invoice, parent: null, lines: { ...invoice.lines, data } }
}

function compose(
  world: World,
  fields: DraftFields,
  waiting: Stripe.InvoiceItem[],
  created: number,
): Stripe.Invoice {
  const invoice = composeInvoice(world, fields, waiting)
  const id = newId('upcoming_in')
  const data = invoice.lines.data.map((line) => ({ ...line, invoice: id }))
  return {
    ...invoice,
    id,
    auto_advance: true,
    automatically_finalizes_at: null,
    billing_reason: 'upcoming',
    created,
    lines: { ...invoice.lines, data, url: `/v1/invoices/${id}/lines` },
    next_payment_attempt: fields.finalizesAt ?? created,
  }
}

/** The running subscription of a customer that is billed next. */
export function nextBilled(world: World, customer: string): Subscription | null {
  const running = world.store.all('subscription', customer).filter((one) => one.ended_at === null)
  return running.toSorted((a, b) => periodEnd(a) - periodEnd(b))[0] ?? null
}
