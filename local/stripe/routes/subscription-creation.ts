/** `subscriptions.create`: what has to be there, and what comes of a payment that fails. */
import type { Stripe } from 'stripe'
import { invalid } from '../kernel/api-error.ts'
import { idOf } from '../kernel/reference.ts'
import { mergeMetadata, need, now, type World } from '../kernel/world.ts'
import { methodOfCustomer } from '../life/methods.ts'
import { checkLocation } from '../life/pricing.ts'
import { type Offer, offerOf } from '../life/redeeming.ts'
import { beginSubscription, incompleteError } from '../life/starting.ts'
import { totalsOf } from '../life/totals.ts'
import { updateSubscription } from './subscription-changes.ts'
import type { Creation } from './subscription-params.ts'

const DAY = 24 * 3600

/** Begins a subscription. Throws Stripe's refusal, and what a payment that must not fail failed with. */
export function createSubscription(world: World, params: Creation): Stripe.Subscription {
  const customer = need(world, 'customer', params.customer, 'customer')
  const method = params.default_payment_method
    ? methodOfCustomer(world, params.default_payment_method, customer.id, 'default_payment_method')
    : null
  const trialEnd =
    typeof params.trial_end === 'number'
      ? params.trial_end
      : params.trial_period_days
        ? now(world, customer.id) + params.trial_period_days * DAY
        : null
  const known = method ?? idOf(customer.invoice_settings.default_payment_method)
  const collected = params.collection_method !== 'send_invoice'
  const items = params.items.map(({ price, quantity }, at) => ({
    price: need(world, 'price', price, `items[${at}][price]`),
    quantity: quantity ?? 1,
  }))
  const offers = offersOf(world, params, items[0]?.price.currency ?? 'usd')
  if (params.automatic_tax?.enabled) checkLocation(world, customer.id)
  if (
    collected &&
    trialEnd === null &&
    !isFree(items, offers) &&
    known === null &&
    params.payment_behavior !== 'default_incomplete'
  )
    throw invalid(
      'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
      { code: 'resource_missing' },
    )
  const { subscription, collection } = beginSubscription(world, {
    customer,
    items,
    offers,
    automaticTax: params.automatic_tax?.enabled ?? false,
    metadata: mergeMetadata(null, params.metadata),
    description: params.description ?? null,
    trialEnd,
    missingPaymentMethod:
      params.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice',
    defaultPaymentMethod: method,
    collectionMethod: params.collection_method ?? 'charge_automatically',
    daysUntilDue: params.days_until_due ?? null,
    payment: params.payment_behavior === 'default_incomplete' ? 'later' : 'now',
    presence: 'nobody',
  })
  if (params.payment_behavior === 'error_if_incomplete' && collection?.kind === 'failed')
    throw incompleteError(collection.outcome)
  const { cancel_at, cancel_at_period_end } = params
  return cancel_at === undefined && cancel_at_period_end === undefined
    ? subscription
    : updateSubscription(world, subscription.id, { cancel_at, cancel_at_period_end })
}

/** What is given off from the beginning. A discount that is held already is none's but its subscription's. */
function offersOf(world: World, { customer, discounts }: Creation, currency: string): Offer[] {
  if (discounts === undefined || discounts === '') return []
  return discounts.map(({ coupon, promotion_code }, at) =>
    offerOf(world, { coupon, promotion_code }, { customer, currency }, `discounts[${at}]`),
  )
}

/** Whether nothing is left to pay of the first invoice. */
function isFree(
  items: readonly { price: Stripe.Price; quantity: number }[],
  offers: readonly Offer[],
): boolean {
  const amounts = items.map(({ price, quantity }) => ({
    amount: (price.unit_amount ?? 0) * quantity,
    discountable: true,
  }))
  const reductions = offers.map(({ coupon }) => ({
    id: coupon.id,
    percentOff: coupon.percent_off,
    amountOff: coupon.amount_off,
  }))
  return totalsOf(amounts, reductions, null).total === 0
}
