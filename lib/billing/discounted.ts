import type { Stripe } from './gateway.ts'

/** What is asked of a subscription; a reference that is a text was not expanded. */
type Sold = {
  items: {
    data: {
      quantity?: number
      current_period_end: number
      price: Pick<Stripe.Price, 'unit_amount'>
    }[]
  }
  discounts: (string | { end: number | null; source: { coupon: Coupon | string | null } })[]
}
type Coupon = Pick<Stripe.Coupon, 'amount_off' | 'percent_off'>

/**
 * What the next period of a subscription costs with what is given off then, in minor units. Null where
 * nothing is, or where it cannot be told: of several items, or of discounts that were not expanded.
 */
export function discountedAmount({ items, discounts }: Partial<Sold>): number | null {
  const [item, ...others] = items?.data ?? []
  const price = item?.price?.unit_amount
  if (!item || others.length > 0 || typeof price !== 'number' || !discounts?.length) return null
  const list = price * (item.quantity ?? 1)
  let left = list
  for (const discount of discounts) {
    if (typeof discount === 'string') return null
    if (typeof discount.end === 'number' && discount.end <= item.current_period_end) continue
    const coupon = discount.source?.coupon
    if (!coupon || typeof coupon === 'string') return null
    // One after the other, as Stripe does.
    left -= offOf(coupon, left)
  }
  return left === list ? null : left
}

function offOf({ percent_off, amount_off }: Coupon, amount: number): number {
  return typeof percent_off === 'number'
    ? Math.round((amount * percent_off) / 100)
    : Math.min(amount_off ?? 0, amount)
}
