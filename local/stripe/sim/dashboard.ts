/** What staff of a publisher would do by hand in Stripe's Dashboard, and what banks do. */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import { invalid } from '../kernel/api-error.ts'
import { idOf } from '../kernel/reference.ts'
import { need, now, type World } from '../kernel/world.ts'
import { keepTestCard } from '../life/cards.ts'
import { attachMethod } from '../life/methods.ts'
import { closeDispute, lastCharge, openDispute, refund, reviewDispute } from '../life/reversing.ts'
import { beginSubscription } from '../life/starting.ts'
import { type Control, control } from './control.ts'

const DAY = 24 * 3600

const subscribeShape = z.strictObject({
  customer: z.string(),
  /** The newest recurring price that is active, when left out. */
  price: z.string().optional(),
  trial_days: z.int().min(1).max(730).optional(),
  /** One of Stripe's names for test cards; `none` for none, so that a trial ends in a pause. */
  card: z.string().default('pm_card_visa'),
})

function subscribe(world: World, given: z.output<typeof subscribeShape>): Stripe.Subscription {
  const customer = need(world, 'customer', given.customer)
  const price =
    given.price === undefined ? newestPrice(world) : need(world, 'price', given.price, 'price')
  const without = given.card === 'none'
  if (without && given.trial_days === undefined)
    throw invalid('Without a card there is only a trial.', { param: 'card' })
  const card = without ? null : keepTestCard(world, given.card)
  if (card === null && !without)
    throw invalid(`There is no test card ${given.card}.`, { param: 'card' })
  if (card !== null) attachMethod(world, card, customer.id)
  return beginSubscription(world, {
    customer,
    items: [{ price, quantity: 1 }],
    metadata: {},
    trialEnd:
      given.trial_days === undefined ? null : now(world, customer.id) + given.trial_days * DAY,
    defaultPaymentMethod: card,
    missingPaymentMethod: without ? 'pause' : 'create_invoice',
    payment: 'now',
    presence: 'nobody',
  }).subscription
}

function newestPrice(world: World): Stripe.Price {
  for (const price of world.store.list('price'))
    if (price.active && price.type === 'recurring') return price
  throw invalid('There is no recurring price yet.')
}

/** A charge by its id, or the last good one of a customer. */
function chargeFor(
  world: World,
  given: { charge?: string | undefined; customer?: string | undefined },
): Stripe.Charge {
  if (given.charge !== undefined) return need(world, 'charge', given.charge, 'charge')
  const charge = lastCharge(world, given.customer ?? '')
  if (!charge) throw invalid('Name a `charge`, or a `customer` who has paid something.')
  return charge
}

const chargeShape = z.strictObject({
  charge: z.string().optional(),
  customer: z.string().optional(),
})

export const dashboardControls: Control[] = [
  control('/subscriptions', subscribeShape, ({ world }, given) => {
    const made = subscribe(world, given)
    return { answer: made, said: `Subscription ${made.id} is ${made.status}.` }
  }),
  control(
    '/refunds',
    chargeShape.extend({ amount: z.int().min(1).optional() }),
    ({ world }, given) => {
      const charge = chargeFor(world, given)
      const made = refund(world, {
        charge: charge.id,
        amount: given.amount,
        reason: 'requested_by_customer',
        metadata: {},
      })
      return { answer: made, said: `Charge ${charge.id} was refunded.` }
    },
  ),
  control(
    '/disputes',
    chargeShape.extend({ reason: z.string().default('fraudulent') }),
    ({ world }, given) => {
      const charge = chargeFor(world, given)
      const made = openDispute(world, charge, given.reason)
      return { answer: made, said: `Charge ${charge.id} is disputed.` }
    },
  ),
  control(
    '/disputes/:id',
    z.strictObject({ status: z.enum(['under_review', 'won', 'lost']) }),
    ({ world }, { status }, id) => {
      const after =
        status === 'under_review' ? reviewDispute(world, id) : closeDispute(world, id, status)
      return { answer: after, said: `Dispute ${id}: ${status.replace('_', ' ')}.` }
    },
  ),
]

/** The newest dispute about a charge of this customer. */
export function disputeOf(world: World, customer: string): Stripe.Dispute | null {
  for (const dispute of world.store.list('dispute', customer))
    if (idOf(dispute.charge) !== null) return dispute
  return null
}
