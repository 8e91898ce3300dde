/** What the publisher of the simulation gives off, and the arithmetic of it, written anew for the oracle. */
import type { Stripe } from 'stripe'

/** A coupon; one of `percent` and `amount` (in US cents) is set. */
export type Terms = {
  id: string
  percent?: number
  amount?: number
  duration: 'forever' | 'once' | 'repeating'
  months?: number
  /** What buyers type to get it. */
  code?: string
  /** Whether the code is only for who never paid before. */
  newOnly?: boolean
}

export const HALF: Terms = { id: 'HALF', percent: 50, duration: 'once', code: 'SPRING' }
/** Leaves parts of a cent. */
export const THIRD: Terms = {
  id: 'THIRD',
  percent: 33.3,
  duration: 'repeating',
  months: 2,
  code: 'THIRD-OFF',
}
export const DOLLAR: Terms = { id: 'DOLLAR', amount: 123, duration: 'forever' }
export const FREE: Terms = {
  id: 'FREE',
  percent: 100,
  duration: 'once',
  code: 'GRATIS',
  newOnly: true,
}
const coupons: readonly Terms[] = [HALF, THIRD, DOLLAR, FREE]

/** Makes all of them at Stripe. */
export async function makeCoupons(stripe: Stripe): Promise<void> {
  for (const { id, percent, amount, duration, months, code, newOnly } of coupons) {
    await stripe.coupons.create({
      id,
      duration,
      ...(percent === undefined ? {} : { percent_off: percent }),
      ...(amount === undefined ? {} : { amount_off: amount, currency: 'usd' }),
      ...(months === undefined ? {} : { duration_in_months: months }),
    })
    if (code !== undefined)
      await stripe.promotionCodes.create({
        code,
        promotion: { type: 'coupon', coupon: id },
        ...(newOnly ? { restrictions: { first_time_transaction: true } } : {}),
      })
  }
}

/** What a coupon gives off an amount, in whole cents. */
export function givenOff(coupon: string, amount: number): number {
  const { percent, amount: fixed = 0 } = termsOf(coupon)
  return percent === undefined ? Math.min(fixed, amount) : Math.round((amount * percent) / 100)
}

export function termsOf(coupon: string): Terms {
  const terms = coupons.find(({ id }) => id === coupon)
  if (!terms) throw new Error(`The simulation has no coupon ${coupon}.`)
  return terms
}
