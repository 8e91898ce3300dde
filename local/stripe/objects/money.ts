import type { Stripe } from 'stripe'

/** "$5.00", from minor units. */
export function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amount / 10 ** digits)
}

/** "month", or "3 months". */
export function intervalInWords({ recurring }: Stripe.Price): string {
  if (!recurring) return 'once'
  const { interval, interval_count: count } = recurring
  return count === 1 ? interval : `${count} ${interval}s`
}

/** "at $5.00 / month" */
export function priceInWords(price: Stripe.Price): string {
  return `at ${money(price.unit_amount ?? 0, price.currency)} / ${intervalInWords(price)}`
}
