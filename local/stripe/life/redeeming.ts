/** Whether a coupon or a promotion code may be redeemed, and what redeeming it counts. */
import type { Stripe } from 'stripe'
import { invalid, missing } from '../kernel/api-error.ts'
import { idOf, needId } from '../kernel/reference.ts'
import { change, need, now, type World } from '../kernel/world.ts'
import type { Reduction } from './totals.ts'

/** What is offered to a buyer: a coupon, perhaps by its code. */
export type Offer = { coupon: Stripe.Coupon; code: Stripe.PromotionCode | null }

/** Who buys, and in what currency. */
export type Redeemer = { customer: string | null; currency: string }

/** What a request names: one of the two. */
export type NamedOffer = { coupon?: string | undefined; promotion_code?: string | undefined }

/** What a request or a session names, if it may be redeemed now. Throws Stripe's refusal. */
export function offerOf(world: World, given: NamedOffer, redeemer: Redeemer, param: string): Offer {
  if ((given.coupon === undefined) === (given.promotion_code === undefined))
    throw invalid('You must specify exactly one of these parameters: coupon, promotion_code.', {
      param,
    })
  if (given.promotion_code === undefined) {
    const coupon = need(world, 'coupon', given.coupon ?? '', `${param}[coupon]`)
    checkCoupon(world, coupon, redeemer, `${param}[coupon]`)
    return { coupon, code: null }
  }
  const where = `${param}[promotion_code]`
  const code = need(world, 'promotion_code', given.promotion_code, where)
  const coupon = world.store.get('coupon', needId(code.promotion.coupon))
  if (!coupon) throw missing('coupon', needId(code.promotion.coupon), where)
  checkCoupon(world, coupon, redeemer, where)
  checkCode(world, code, redeemer, where)
  return { coupon, code }
}

function checkCoupon(
  world: World,
  coupon: Stripe.Coupon,
  { customer, currency }: Redeemer,
  param: string,
): void {
  const { id, redeem_by } = coupon
  if (redeem_by !== null && redeem_by <= now(world, customer))
    throw invalid(`Coupon expired: ${id}`, { code: 'coupon_expired', param })
  if (!coupon.valid)
    throw invalid(`Coupon ${id} is used up and cannot be applied.`, {
      code: 'coupon_expired',
      param,
    })
  if (coupon.currency !== null && coupon.currency !== currency)
    throw invalid(
      `The coupon \`${id}\` is in \`${coupon.currency}\` and cannot be applied to a purchase in \`${currency}\`.`,
      { param },
    )
}

function checkCode(
  world: World,
  code: Stripe.PromotionCode,
  { customer }: Redeemer,
  param: string,
): void {
  const because = (reason: string) =>
    invalid(`This promotion code cannot be redeemed because ${reason}.`, { param })
  if (code.expires_at !== null && code.expires_at <= now(world, customer))
    throw because('it has expired')
  if (code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions)
    throw because('it has been used the maximum number of times')
  if (!code.active) throw because('it is not active')
  if (code.customer !== null && idOf(code.customer) !== customer)
    throw because('it belongs to a different customer')
  if (code.restrictions.first_time_transaction && hasBought(world, customer))
    throw because('the associated customer has prior transactions')
}

function hasBought(world: World, customer: string | null): boolean {
  if (customer === null) return false
  for (const { status } of world.store.list('invoice', customer)) if (status !== 'void') return true
  for (const { paid } of world.store.list('charge', customer)) if (paid) return true
  return false
}

/**
 * The code that reads like this, in small letters or capitals: the active one, else the newest; null
 * when there is none.
 */
export function findCode(world: World, typed: string): Stripe.PromotionCode | null {
  const wanted = typed.trim().toLowerCase()
  let newest: Stripe.PromotionCode | null = null
  for (const code of world.store.list('promotion_code')) {
    if (code.code.toLowerCase() !== wanted) continue
    if (code.active) return code
    newest ??= code
  }
  return newest
}

/** One redemption more. What has reached its maximum can not be redeemed again. */
export function countRedemption(world: World, { coupon: { id }, code }: Offer): void {
  const coupon = need(world, 'coupon', id)
  const times = coupon.times_redeemed + 1
  const full = coupon.max_redemptions !== null && times >= coupon.max_redemptions
  world.store.put('coupon', { ...coupon, times_redeemed: times, valid: coupon.valid && !full })
  if (code) {
    const held = need(world, 'promotion_code', code.id)
    const uses = held.times_redeemed + 1
    const spent = held.max_redemptions !== null && uses >= held.max_redemptions
    const active = held.active && !spent
    world.store.put('promotion_code', { ...held, times_redeemed: uses, active })
  }
  if (full) endCodes(world, id)
}

/** A coupon that can not be redeemed any more; nor can its codes. */
export function endCoupon(world: World, coupon: Stripe.Coupon): Stripe.Coupon {
  const ended = change(world, 'coupon', coupon, { valid: false }, 'coupon.updated')
  endCodes(world, coupon.id)
  return ended
}

/** A code that can not be redeemed any more. */
export function endCode(world: World, code: Stripe.PromotionCode): Stripe.PromotionCode {
  return change(world, 'promotion_code', code, { active: false }, 'promotion_code.updated')
}

function endCodes(world: World, coupon: string): void {
  for (const code of world.store.all('promotion_code', coupon)) endCode(world, code)
}

/** What a coupon gives off, under the id of the discount it is redeemed as. */
export function reductionOf(world: World, coupon: string, discount: string): Reduction {
  const found = world.store.get('coupon', coupon) ?? need(world, 'deleted_coupon', coupon)
  return { id: discount, percentOff: found.percent_off, amountOff: found.amount_off }
}
