/** The discounts of subscriptions: given, used up, ended. */
import type { Stripe } from 'stripe'
import { invalid } from '../kernel/api-error.ts'
import { idOf, needId } from '../kernel/reference.ts'
import { change, create, need, now, type World } from '../kernel/world.ts'
import { buildDiscount } from '../objects/coupon.ts'
import { afterAnchor } from './periods.ts'
import { countRedemption, type NamedOffer, type Offer, offerOf, reductionOf } from './redeeming.ts'
import { type Reduction, sum, totalsOf } from './totals.ts'

/** What a discount is for: a subscription, or a payment in Checkout. */
type Use = { customer: string | null; subscription: string | null; session: string | null }

/** Redeems an offer. One for some months ends by itself. */
export function redeem(world: World, offer: Offer, use: Use): Stripe.Discount {
  const { coupon, code } = offer
  const start = now(world, use.customer)
  const months = coupon.duration === 'repeating' ? coupon.duration_in_months : null
  const discount = buildDiscount({
    customer: use.customer,
    subscription: use.subscription,
    checkout_session: use.session,
    coupon: coupon.id,
    promotion_code: code?.id ?? null,
    start,
    end: months === null ? null : afterAnchor(start, { interval: 'month', count: months }, 1),
  })
  countRedemption(world, offer)
  if (use.subscription === null) {
    world.store.put('discount', discount)
    return discount
  }
  if (discount.end !== null && use.customer !== null)
    world.store.put('discount_end', {
      id: discount.id,
      customer: use.customer,
      at: discount.end,
    })
  return create(world, 'discount', discount, 'customer.discount.created')
}

/** What a subscription has off at a moment, in order. */
export function reductionsOf(
  world: World,
  { discounts }: Stripe.Subscription,
  moment: number,
): Reduction[] {
  return discounts.flatMap((held) => {
    const discount = need(world, 'discount', needId(held))
    const over = discount.end !== null && discount.end <= moment
    return over ? [] : [reductionOf(world, needId(discount.source.coupon), discount.id)]
  })
}

/**
 * What each item costs for a period with what a subscription has off for longer than one payment: by
 * flexible billing a part of a period costs a part of that.
 */
export function lastingPrices(
  world: World,
  subscription: Stripe.Subscription,
  items: readonly Stripe.SubscriptionItem[],
  moment: number,
): (item: Stripe.SubscriptionItem) => number {
  const lasting = reductionsOf(world, subscription, moment).filter(
    ({ id }) => !isForOnce(world, id),
  )
  const amounts = items.map(({ price, quantity }) => (price.unit_amount ?? 0) * (quantity ?? 1))
  const { each } = totalsOf(
    amounts.map((amount) => ({ amount, discountable: true })),
    lasting,
    null,
  )
  const prices = new Map(
    items.map(({ id }, at) => [id, (amounts[at] ?? 0) - sum(each[at]?.discounts ?? [])]),
  )
  return ({ id }) => prices.get(id) ?? 0
}

/** What a subscription still has after an invoice: what was good for one payment is used up by it. */
export function discountsLeft(
  world: World,
  { discounts }: Stripe.Subscription,
  { total_discount_amounts: used }: Stripe.Invoice,
): string[] {
  return discounts.map(needId).filter((id) => {
    const given = used?.find(({ discount }) => idOf(discount) === id)?.amount ?? 0
    if (given === 0 || !isForOnce(world, id)) return true
    endDiscount(world, id)
    return false
  })
}

function isForOnce(world: World, id: string): boolean {
  const coupon = needId(need(world, 'discount', id).source.coupon)
  const found = world.store.get('coupon', coupon) ?? need(world, 'deleted_coupon', coupon)
  return found.duration === 'once'
}

/** Tells that a discount is no longer given. It stays readable, for the invoices it was on. */
export function endDiscount(world: World, id: string): Stripe.Discount {
  const discount = need(world, 'discount', id)
  world.store.remove('discount_end', id)
  world.announce('customer.discount.deleted', discount)
  return discount
}

/** The months of a discount are over. */
export function runDiscountEnd(world: World, id: string): void {
  world.store.remove('discount_end', id)
  const discount = need(world, 'discount', id)
  const subscription = world.store.get('subscription', idOf(discount.subscription) ?? '')
  // What is over keeps the discounts it had.
  if (!subscription || subscription.ended_at !== null) return
  if (!subscription.discounts.some((held) => idOf(held) === id)) return
  endDiscount(world, id)
  const discounts = subscription.discounts.filter((held) => idOf(held) !== id)
  change(world, 'subscription', subscription, { discounts }, 'customer.subscription.updated')
}

/** An entry of `discounts`: something new, or a discount that is kept. */
export type GivenDiscount = NamedOffer & { discount?: string | undefined }

/**
 * The discounts of a subscription as a request wants them: those it names stay, others end, and what
 * is new is redeemed. Checks everything before anything is changed.
 */
export function replaceDiscounts(
  world: World,
  subscription: Stripe.Subscription,
  given: '' | readonly GivenDiscount[],
): string[] {
  const held = subscription.discounts.map(needId)
  const customer = needId(subscription.customer)
  const entries = given === '' ? [] : given
  const wanted = entries.map(({ discount, ...named }, at) => {
    if (discount === undefined)
      return offerOf(
        world,
        named,
        { customer, currency: subscription.currency },
        `discounts[${at}]`,
      )
    if (held.includes(discount)) return discount
    throw invalid(`No such discount: '${discount}'`, {
      code: 'resource_missing',
      param: `discounts[${at}][discount]`,
    })
  })
  for (const id of held) if (!wanted.includes(id)) endDiscount(world, id)
  const use = { customer, subscription: subscription.id, session: null }
  return wanted.map((one) => (typeof one === 'string' ? one : redeem(world, one, use).id))
}
