import type { Sale } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { formatMoney } from '#lib/format.ts'
import { ask, type Stripe, type StripeGateway } from './gateway.ts'
import type { SellablePlan } from './our-plan.ts'
import { makeMemory } from './remembered.ts'

/** What who never subscribed before gets on top of a plan. */
export type Introduction = {
  trialDays: number | null
  /** In words: "20% off the first payment". */
  discount: { couponId: string; words: string } | null
}

/** The introductory coupon as Stripe has it now, or null when there is none that works. */
export type IntroductoryCoupon = Stripe.Coupon | null

const memory = makeMemory<IntroductoryCoupon>((coupon) => coupon !== null)

/** For who subscribed before, and where nothing is configured. */
export const noIntroduction: Introduction = { trialDays: null, discount: null }

/**
 * Asks Stripe for the coupon that STRIPE_INTRODUCTORY_COUPON names. One that does not work is said in
 * the log, and sold without: a wrong coupon must not close the shop. Throws `StripeUnavailable`.
 */
export async function readCoupon(stripe: StripeGateway, sale: Sale): Promise<IntroductoryCoupon> {
  const { introductoryCoupon: id } = sale
  if (id === null) return null
  const coupon = await ask('coupon', () =>
    stripe.client.coupons.retrieve(id, { expand: ['applies_to'] }),
  )
  const why = coupon === null ? 'this account has no such coupon' : faultOf(coupon, sale)
  if (why === null) return coupon
  log().error({ coupon: id, why }, 'STRIPE_INTRODUCTORY_COUPON is not used')
  return null
}

/** The same for a page, which must not wait: null as well when Stripe is slow or down. */
export async function glanceAtCoupon(
  stripe: StripeGateway,
  sale: Sale,
  now: Date,
): Promise<IntroductoryCoupon> {
  if (sale.introductoryCoupon === null) return null
  const key = `${sale.introductoryCoupon} ${sale.trialDays}`
  return memory.glance({ stripe, key, now, ask: async () => readCoupon(stripe, sale) })
}

function faultOf(coupon: Stripe.Coupon, sale: Sale): string | null {
  if (!coupon.valid) return 'it has run out, or was used as often as it may be'
  if (coupon.duration === 'once' && sale.trialDays !== null)
    return 'it is for one payment, and the invoice of nothing that opens a trial would use it up'
  return null
}

/** What of it a plan is sold with: a coupon in another currency, or for other products, does not apply. */
export function introductionTo(
  { amount, currency, plan }: SellablePlan,
  productId: string | null,
  { trialDays }: Sale,
  coupon: IntroductoryCoupon,
): Introduction {
  const products = coupon?.applies_to?.products
  if (coupon === null || (products && !products.includes(productId ?? '')))
    return { trialDays, discount: null }
  const off = reductionOf(coupon, amount, currency)
  const discount =
    off === null ? null : { couponId: coupon.id, words: `${off} ${spanOf(coupon, plan.interval)}` }
  return { trialDays, discount }
}

function reductionOf(coupon: Stripe.Coupon, amount: number, currency: string): string | null {
  if (coupon.percent_off !== null) return `${coupon.percent_off}% off`
  if (coupon.amount_off === null || coupon.currency !== currency) return null
  return `${formatMoney(Math.min(coupon.amount_off, amount), currency)} off`
}

function spanOf(coupon: Stripe.Coupon, interval: 'month' | 'year'): string {
  if (coupon.duration === 'forever') return 'every payment'
  const months = coupon.duration === 'repeating' ? (coupon.duration_in_months ?? 1) : 1
  const payments = interval === 'month' ? months : Math.ceil(months / 12)
  return payments === 1 ? 'the first payment' : `the first ${payments} payments`
}
