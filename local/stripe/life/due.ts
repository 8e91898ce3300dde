/** Makes up for everything whose time has come, each thing at its own moment and in order. */
import type { Stripe } from 'stripe'
import type { Due } from '../kernel/store.ts'
import { change, need, serverNow, type World } from '../kernel/world.ts'
import { collect } from './collecting.ts'
import { runDiscountEnd } from './discounts.ts'
import { finalizeInvoice } from './invoicing.ts'
import { expirePending } from './pending-updates.ts'
import { endCode, endCoupon } from './redeeming.ts'
import { runSubscription } from './renewing.ts'
import { giveUpResuming } from './resuming.ts'

/** Does what has come due in real time, whole or not at all. */
export function makeUp(world: World): void {
  const next = world.store.nextDue()
  if (next !== null && next <= serverNow(world)) world.store.transaction(() => catchUp(world))
}

/**
 * Brings everything that lives by the server's own clock up to `until`, which is now unless said.
 * Returns how many things were done.
 */
export function catchUp(world: World, until = serverNow(world)): number {
  let done = 0
  try {
    for (let due; (due = world.store.firstDue('', until)); done++) {
      world.pinned = due.due
      runDue(world, '', due)
    }
  } finally {
    world.pinned = null
  }
  return done
}

/** Advances a test clock to `to`, through everything that lives by it. */
export function advanceClock(world: World, id: string, to: number): void {
  for (let due; (due = world.store.firstDue(id, to));) {
    setClock(world, id, due.due)
    runDue(world, id, due)
  }
  setClock(world, id, to)
}

function setClock(world: World, id: string, moment: number): void {
  const clock = need(world, 'test_helpers.test_clock', id)
  // Something may have been due before the clock's own time: time never goes back.
  const frozen_time = Math.max(clock.frozen_time, moment)
  world.store.put('test_helpers.test_clock', { ...clock, frozen_time })
}

function runDue(world: World, clock: string, due: Due): void {
  perform(world, due)
  const next = world.store.firstDue(clock, due.due)
  if (next?.id === due.id && next.kind === due.kind && next.due === due.due)
    throw new Error(`What is due for ${due.kind} ${due.id} was not done.`)
}

function perform(world: World, { kind, id }: Due): void {
  switch (kind) {
    case 'subscription':
      return runSubscription(world, need(world, kind, id))
    case 'invoice':
      return runInvoice(world, need(world, kind, id))
    case 'checkout.session':
      return expireSession(world, need(world, kind, id))
    case 'trial_notice':
      return tellTrialEnds(world, id)
    case 'resumption':
      return giveUpResuming(world, id)
    case 'pending_change':
      return expirePending(world, id)
    case 'discount_end':
      return runDiscountEnd(world, id)
    case 'coupon':
      endCoupon(world, need(world, kind, id))
      return
    case 'promotion_code':
      endCode(world, need(world, kind, id))
      return
    default:
      throw new Error(`Nothing comes due for a ${kind}.`)
  }
}

/** A draft becomes final, and what is final is collected. */
function runInvoice(world: World, invoice: Stripe.Invoice): void {
  const open = invoice.status === 'draft' ? finalizeInvoice(world, invoice) : invoice
  if (open.status !== 'open') return
  if (open.collection_method === 'charge_automatically')
    collect(world, open, { presence: 'nobody', automatic: true })
  else world.store.put('invoice', { ...open, next_payment_attempt: null })
}

/** An open session can not be paid any more. */
export function expireSession(world: World, session: Stripe.Checkout.Session): void {
  change(world, 'checkout.session', session, { status: 'expired', url: null }, null)
  world.announce('checkout.session.expired', need(world, 'checkout.session', session.id))
}

function tellTrialEnds(world: World, id: string): void {
  world.store.remove('trial_notice', id)
  const subscription = need(world, 'subscription', id)
  if (subscription.status === 'trialing')
    world.announce('customer.subscription.trial_will_end', subscription)
}
