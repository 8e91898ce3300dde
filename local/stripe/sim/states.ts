/** Every state that a subscription can be in, made by hand. */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import { invalid } from '../kernel/api-error.ts'
import { needId } from '../kernel/reference.ts'
import { need, type World } from '../kernel/world.ts'
import { changeItems } from '../life/changing.ts'
import { stopCollecting, subscriptionOf } from '../life/invoicing.ts'
import { armCharges, armedCharges } from '../life/paying.ts'
import { resume } from '../life/resuming.ts'
import { changeSubscription, periodEnd, scheduleEnd } from '../life/subscriptions.ts'
import { endNow } from '../life/ending.ts'
import { deleteCustomer } from '../routes/customers.ts'
import { type Control, control } from './control.ts'

/** A status that Stripe has not: programs must live with words they do not know. */
const UNKNOWN = 'hibernating'

const states = ['past_due', 'unpaid', 'paused', 'unknown', 'active'] as const

/** A running subscription. */
function running(world: World, id: string): Stripe.Subscription {
  const subscription = need(world, 'subscription', id)
  if (subscription.ended_at !== null) throw invalid('This subscription has ended already.')
  return subscription
}

function bring(
  world: World,
  subscription: Stripe.Subscription,
  state: (typeof states)[number],
): Stripe.Subscription {
  switch (state) {
    case 'past_due':
      return failNow(world, subscription)
    case 'unpaid':
      return giveUp(world, subscription)
    case 'paused': {
      const paused = changeSubscription(world, subscription, { status: 'paused' })
      world.announce('customer.subscription.paused', paused)
      return paused
    }
    case 'unknown':
      return changeSubscription(world, subscription, { status: UNKNOWN })
    case 'active':
      return changeSubscription(world, subscription, { status: 'active' })
  }
}

/** It renews now, and the bank says no. */
function failNow(world: World, subscription: Stripe.Subscription): Stripe.Subscription {
  const { customer, items, status } = subscription
  if (status !== 'active' && status !== 'trialing')
    throw invalid('Only an active or trialing subscription can fall due.')
  const owner = needId(customer)
  const armed = armedCharges(world)
  armCharges(world, [{ outcome: 'decline', count: 1, customer: owner }, ...armed])
  const change = { items: items.data, behavior: 'none', date: null, restart: true } as const
  const billed = { ...subscription, status: 'active' } as const
  const patch = { status: 'active' } as const
  const failed = changeItems(world, billed, change, patch, 'allow_incomplete').subscription
  // Without a card the bank was not asked, and must not be left waiting to say no.
  armCharges(world, armed)
  return failed
}

/** All retries have failed, and the account leaves it unpaid. */
function giveUp(world: World, subscription: Stripe.Subscription): Stripe.Subscription {
  const failed = subscription.status === 'past_due' ? subscription : failNow(world, subscription)
  for (const invoice of world.store.all('invoice', needId(failed.customer)))
    if (subscriptionOf(invoice) === failed.id) stopCollecting(world, invoice)
  return changeSubscription(world, need(world, 'subscription', failed.id), { status: 'unpaid' })
}

const ends = ['now', 'period_end', 'portal', 'not'] as const

/** By API both fields are set, by the portal `cancel_at` alone. */
function cancel(
  world: World,
  subscription: Stripe.Subscription,
  when: (typeof ends)[number],
): Stripe.Subscription {
  if (when === 'now') return endNow(world, subscription, {}, { invoiceNow: false, prorate: false })
  const end = { at: periodEnd(subscription), byPeriod: when === 'period_end' }
  const patch = scheduleEnd(world, subscription, when === 'not' ? null : end)
  return changeSubscription(world, subscription, patch)
}

export const stateControls: Control[] = [
  control(
    '/subscriptions/:id/cancel',
    z.strictObject({ when: z.enum(ends).default('period_end') }),
    ({ world }, { when }, id) => {
      const after = cancel(world, running(world, id), when)
      const said = when === 'not' ? 'goes on' : `canceled, ${when.replace('_', ' ')}`
      return { answer: after, said: `Subscription ${id}: ${said}.` }
    },
  ),
  control(
    '/subscriptions/:id/state',
    z.strictObject({ state: z.enum(states) }),
    ({ world }, { state }, id) => {
      const after = bring(world, running(world, id), state)
      return { answer: after, said: `Subscription ${id} is ${after.status}.` }
    },
  ),
  control(
    '/subscriptions/:id/collection',
    z.strictObject({ pause: z.enum(['keep_as_draft', 'mark_uncollectible', 'void', 'no']) }),
    ({ world }, { pause }, id) => {
      const pause_collection = pause === 'no' ? null : { behavior: pause, resumes_at: null }
      const after = changeSubscription(world, running(world, id), { pause_collection })
      const said = pause === 'no' ? 'collected again' : `collection paused, ${pause}`
      return { answer: after, said: `Subscription ${id}: ${said.replaceAll('_', ' ')}.` }
    },
  ),
  control('/subscriptions/:id/resume', z.strictObject({}), ({ world }, _given, id) => {
    const after = resume(world, running(world, id), 'resume_on_payment_success')
    return { answer: after, said: `Subscription ${id} is ${after.status}.` }
  }),
  control('/customers/:id/delete', z.strictObject({}), ({ world }, _given, id) => ({
    answer: deleteCustomer(world, id),
    said: `Customer ${id} is deleted.`,
  })),
]
