/** A paused subscription goes on with a period from now, once that is paid. */
import type { Stripe } from 'stripe'
import { invalid } from '../kernel/api-error.ts'
import { needId } from '../kernel/reference.ts'
import { need, now, type World } from '../kernel/world.ts'
import { collect, goOn } from './collecting.ts'
import { finalizeInvoice, voidInvoice } from './invoicing.ts'
import { nextBoundary } from './periods.ts'
import { openPeriod } from './renewing.ts'
import { cycleOf } from './starting.ts'

const HOUR = 3600

/**
 * `resume_on_payment_success` asks for the money now, and again as for any invoice, and the subscription
 * stays paused until it is there. `resume_on_payment_attempt` waits 23 hours for somebody to try it:
 * paid it is active, refused it is past due, and untried it stays paused and the invoice is void.
 */
export function resume(
  world: World,
  subscription: Stripe.Subscription,
  behavior: 'resume_on_payment_attempt' | 'resume_on_payment_success',
): Stripe.Subscription {
  const { id, status } = subscription
  if (status !== 'paused')
    throw invalid('Only paused subscriptions can be resumed.', { param: 'subscription' })
  const [first] = subscription.items.data
  if (!first) throw invalid('This subscription has no items.')
  const customer = needId(subscription.customer)
  const start = now(world, customer)
  const period = { start, end: nextBoundary(start, cycleOf(first.price), start) }
  const own = { start: first.current_period_start, end: first.current_period_end }
  const draft = openPeriod(world, subscription, 'subscription_update', period, own, {
    billing_cycle_anchor: start,
  })
  const invoice = finalizeInvoice(world, draft)
  if (invoice.status === 'paid') goOn(world, need(world, 'subscription', id), 'active')
  else if (behavior === 'resume_on_payment_success')
    collect(world, invoice, { presence: 'nobody', automatic: true })
  else {
    world.store.put('invoice', { ...invoice, auto_advance: false, next_payment_attempt: null })
    world.store.put('resumption', { id, customer, invoice: invoice.id, at: start + 23 * HOUR })
  }
  return need(world, 'subscription', id)
}

/** Nobody tried to pay: it stays paused. */
export function giveUpResuming(world: World, id: string): void {
  const waiting = world.store.get('resumption', id)
  world.store.remove('resumption', id)
  const invoice = waiting && world.store.get('invoice', waiting.invoice)
  if (invoice?.status === 'open') voidInvoice(world, invoice)
}
