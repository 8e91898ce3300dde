/** Collects an invoice, and what success and failure mean for its subscription: dunning. */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import { idOf, needId } from '../kernel/reference.ts'
import { change, need, now, type World } from '../kernel/world.ts'
import { changeInvoice, markPaid, paymentOf, subscriptionOf } from './invoicing.ts'
import { pay, type PaymentOutcome, type Presence, settle } from './paying.ts'
import { applyPending, pendingChangeOf } from './pending-updates.ts'
import { changeSubscription, endSubscription } from './subscriptions.ts'

const DAY = 24 * 3600

/** Days from a failed attempt to the next. */
const RETRY_AFTER_DAYS = [3, 5, 7]

const policy = z.enum(['cancel', 'unpaid', 'past_due'])

/** What becomes of a subscription whose last retry failed: a setting of the account. */
export type AfterDunning = z.infer<typeof policy>

export function afterDunning(world: World): AfterDunning {
  return world.store.setting('after dunning', policy) ?? 'cancel'
}

/** A payment that did not come about. */
export type FailedPayment = Exclude<PaymentOutcome, { kind: 'paid' }>

export type Collection =
  | { kind: 'paid'; invoice: Stripe.Invoice }
  | { kind: 'failed'; invoice: Stripe.Invoice; outcome: FailedPayment | null }

type Attempt = {
  /** The card to charge; else that of the invoice, the subscription or the customer. */
  method?: string | undefined
  presence: Presence
  /** By Stripe itself, so that it counts for the schedule of retries. */
  automatic: boolean
  /** What the bank has said already. */
  verdict?: Parameters<typeof settle>[3]
}

/** Tries to collect an open invoice now. */
export function collect(world: World, invoice: Stripe.Invoice, attempt: Attempt): Collection {
  const method = attempt.method ?? methodFor(world, invoice)
  const outcome = method === null ? null : charge(world, invoice, method, attempt)
  if (outcome?.kind === 'paid') {
    const counted = count(world, invoice, attempt)
    const paid = markPaid(world, counted)
    afterPaid(world, paid)
    return { kind: 'paid', invoice: paid }
  }
  return { kind: 'failed', invoice: noteFailure(world, invoice, attempt, outcome), outcome }
}

/** The card an invoice is collected from. */
export function methodFor(world: World, invoice: Stripe.Invoice): string | null {
  const subscription = world.store.get('subscription', subscriptionOf(invoice) ?? '')
  const customer = world.store.get('customer', idOf(invoice.customer) ?? '')
  return (
    idOf(invoice.default_payment_method) ??
    idOf(subscription?.default_payment_method) ??
    idOf(customer?.invoice_settings.default_payment_method)
  )
}

function charge(
  world: World,
  invoice: Stripe.Invoice,
  method: string,
  { presence, verdict }: Attempt,
): PaymentOutcome {
  const payment = paymentOf(world, invoice)
  const intent = need(world, 'payment_intent', needId(payment?.payment.payment_intent))
  return verdict ? settle(world, intent, method, verdict) : pay(world, intent, method, presence)
}

/** Any first attempt counts; after it only those that Stripe makes by itself. */
function count(world: World, invoice: Stripe.Invoice, { automatic }: Attempt): Stripe.Invoice {
  if (!automatic && invoice.attempt_count > 0) return invoice
  return change(
    world,
    'invoice',
    invoice,
    { attempted: true, attempt_count: invoice.attempt_count + 1 },
    null,
  )
}

function noteFailure(
  world: World,
  invoice: Stripe.Invoice,
  attempt: Attempt,
  outcome: FailedPayment | null,
): Stripe.Invoice {
  const customer = needId(invoice.customer)
  const subscription = world.store.get('subscription', subscriptionOf(invoice) ?? '')
  const counted = count(world, invoice, attempt)
  const scheduled = attempt.automatic || counted.attempt_count !== invoice.attempt_count
  const days = RETRY_AFTER_DAYS[counted.attempt_count - 1]
  const retries = subscription?.status !== 'incomplete' && counted.auto_advance !== false
  const next = retries && days !== undefined ? now(world, customer) + days * DAY : null
  const failed = changeInvoice(
    world,
    counted,
    scheduled ? { next_payment_attempt: next } : {},
    ...(outcome?.kind === 'action' ? (['invoice.payment_action_required'] as const) : []),
    'invoice.payment_failed',
  )
  setDelinquent(world, customer, true)
  // A change that waits for its payment leaves the subscription as it is.
  if (subscription && !pendingChangeOf(world, subscription, failed))
    afterFailure(world, subscription, scheduled && next === null)
  return need(world, 'invoice', failed.id)
}

/** `over` says that there will be no other attempt. */
function afterFailure(world: World, subscription: Stripe.Subscription, over: boolean): void {
  const { status } = subscription
  // One that was to go on with the first attempt does, as one that owes.
  if (status === 'paused' && world.store.get('resumption', subscription.id))
    goOn(world, subscription, 'past_due')
  if (status !== 'active' && status !== 'trialing' && status !== 'past_due') return
  const after = afterDunning(world)
  if (over && after === 'cancel') {
    endSubscription(world, subscription, 'payment_failed')
    return
  }
  changeSubscription(world, subscription, {
    status: over && after === 'unpaid' ? 'unpaid' : 'past_due',
  })
}

/** A subscription that owed money owes none when its latest invoice is paid. */
function afterPaid(world: World, invoice: Stripe.Invoice): void {
  setDelinquent(world, needId(invoice.customer), false)
  const subscription = world.store.get('subscription', subscriptionOf(invoice) ?? '')
  if (!subscription) return
  const waiting = pendingChangeOf(world, subscription, invoice)
  if (waiting) {
    applyPending(world, subscription, waiting)
    return
  }
  if (idOf(subscription.latest_invoice) !== invoice.id) return
  const { status } = subscription
  if (status === 'paused') goOn(world, subscription, 'active')
  if (status === 'incomplete' || status === 'past_due' || status === 'unpaid')
    changeSubscription(world, subscription, { status: 'active' })
}

/** A paused subscription is so no more. */
export function goOn(
  world: World,
  subscription: Stripe.Subscription,
  status: 'active' | 'past_due',
): void {
  world.store.remove('resumption', subscription.id)
  const resumed = changeSubscription(world, subscription, { status })
  world.announce('customer.subscription.resumed', resumed)
}

function setDelinquent(world: World, id: string, delinquent: boolean): void {
  const customer = world.store.get('customer', id)
  if (customer) change(world, 'customer', customer, { delinquent }, 'customer.updated')
}
