/** Begins subscriptions: by the API, after Checkout, in "the Dashboard". */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import { ApiError, invalid } from '../kernel/api-error.ts'
import { change, need, now, type World } from '../kernel/world.ts'
import { buildSubscription } from '../objects/subscription.ts'
import { collect, type Collection, type FailedPayment } from './collecting.ts'
import { discountsLeft, redeem } from './discounts.ts'
import { draftInvoice, finalizeInvoice } from './invoicing.ts'
import type { Decline } from '../objects/charge.ts'
import { type Cycle, nextBoundary } from './periods.ts'
import type { Presence, settle } from './paying.ts'
import type { Offer } from './redeeming.ts'

const DAY = 24 * 3600

export type Beginning = {
  customer: Stripe.Customer
  items: { price: Stripe.Price; quantity: number }[]
  metadata: Stripe.Metadata
  description?: string | null
  trialEnd?: number | null
  missingPaymentMethod?: 'cancel' | 'create_invoice' | 'pause'
  defaultPaymentMethod?: string | null
  offers?: readonly Offer[]
  /** The Checkout session that it is bought in. */
  session?: string
  automaticTax?: boolean
  collectionMethod?: 'charge_automatically' | 'send_invoice'
  daysUntilDue?: number | null
  /** `later`: the first invoice waits for its payment, and the subscription is incomplete until then. */
  payment: 'now' | 'later'
  presence: Presence
  verdict?: Parameters<typeof settle>[3]
}

/** A subscription that has begun, and what came of its first payment; null when none was tried. */
export type Begun = { subscription: Stripe.Subscription; collection: Collection | null }

const intervalName = z.enum(['day', 'week', 'month', 'year'])

/** How long one cycle of a price is. */
export function cycleOf(price: Stripe.Price): Cycle {
  const { recurring } = price
  if (!recurring)
    throw invalid(
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
      { param: 'items[0][price]' },
    )
  return { interval: intervalName.parse(recurring.interval), count: recurring.interval_count }
}

/** Begins a subscription with its first invoice, and collects that. */
export function beginSubscription(world: World, beginning: Beginning): Begun {
  const { customer, items } = beginning
  const [first] = items
  if (!first)
    throw invalid('Missing required param: items.', { code: 'parameter_missing', param: 'items' })
  const moment = now(world, customer.id)
  const trialEnd = beginning.trialEnd ?? null
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
    missingPaymentMethod: beginning.missingPaymentMethod ?? 'create_invoice',
    status: firstStatus(trial !== null, beginning),
    defaultPaymentMethod: beginning.defaultPaymentMethod ?? null,
    metadata: beginning.metadata,
    description: beginning.description ?? null,
    collectionMethod: beginning.collectionMethod ?? 'charge_automatically',
    daysUntilDue: beginning.daysUntilDue ?? null,
    automaticTax: beginning.automaticTax ?? false,
  })
  const use = {
    customer: customer.id,
    subscription: subscription.id,
    session: beginning.session ?? null,
  }
  const discounts = (beginning.offers ?? []).map((offer) => redeem(world, offer, use).id)
  return begin(world, { ...subscription, discounts }, period, trial !== null, beginning)
}

function firstStatus(trial: boolean, { collectionMethod }: Beginning): Stripe.Subscription.Status {
  if (trial) return 'trialing'
  return collectionMethod === 'send_invoice' ? 'active' : 'incomplete'
}

function begin(
  world: World,
  built: Stripe.Subscription,
  period: { start: number; end: number },
  free: boolean,
  beginning: Beginning,
): Begun {
  const { customer, presence, verdict } = beginning
  world.store.put('subscription', built)
  const draft = draftInvoice(world, {
    subscription: built,
    reason: 'subscription_create',
    period,
    own: { start: period.start, end: period.start },
    free,
    finalizesAt: null,
  })
  const discounts = discountsLeft(world, built, draft)
  const known = change(world, 'subscription', built, { latest_invoice: draft.id, discounts }, null)
  world.announce('customer.subscription.created', known)
  if (built.trial_end !== null) remindOfTrial(world, customer.id, built.id, built.trial_end)
  const invoice = finalizeInvoice(world, draft)
  if (invoice.status === 'paid') {
    if (known.status === 'incomplete')
      change(world, 'subscription', known, { status: 'active' }, 'customer.subscription.updated')
    return { subscription: need(world, 'subscription', built.id), collection: null }
  }
  const tried = beginning.payment === 'now' && built.collection_method === 'charge_automatically'
  const collection = tried
    ? collect(world, invoice, {
        method: beginning.defaultPaymentMethod ?? undefined,
        presence,
        automatic: true,
        ...(verdict ? { verdict } : {}),
      })
    : null
  return { subscription: need(world, 'subscription', built.id), collection }
}

/** Three days before a trial ends, or at once for a shorter one, Stripe says so. */
export function remindOfTrial(world: World, customer: string, id: string, trialEnd: number): void {
  const at = Math.max(trialEnd - 3 * DAY, now(world, customer))
  world.store.put('trial_notice', { id, customer, at })
}

/** Stripe's answer when a card can not be charged. */
export function cardError(decline: Decline, charge: string | null): ApiError {
  return new ApiError(
    402,
    {
      type: 'card_error',
      code: decline.code,
      ...(decline.declineCode === null ? {} : { decline_code: decline.declineCode }),
      message: decline.message,
      ...(charge === null ? {} : { charge }),
      doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll('_', '-')}`,
    },
    true,
  )
}

/** Stripe's answer where a payment had to succeed at once: nothing is left of what it was for. */
export function incompleteError(outcome: FailedPayment | null): ApiError {
  if (outcome?.kind === 'declined') {
    const { status, body } = cardError(outcome.decline, null)
    return new ApiError(status, body)
  }
  return new ApiError(402, {
    type: 'card_error',
    code: 'subscription_payment_intent_requires_action',
    message:
      'Payment for this subscription requires additional user action before it can be completed successfully.',
  })
}
