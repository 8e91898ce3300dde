import { HOUR, later } from '#lib/clock.ts'

/**
 * Collection is back this long before the month that is paid again: Stripe makes an invoice when the
 * month begins, and one it makes while collection is paused is void, so a tie would give it away.
 */
const AHEAD = HOUR

/**
 * When a pause of so many months ends that begins with the end of a period: shortly before the month
 * after them begins. Months begin on the anchor's day, or on their last one where they have no such
 * day, in UTC, as with Stripe.
 */
export function pauseEnd(anchor: Date, periodEnd: Date, months: number): Date {
  const [year, month] = [periodEnd.getUTCFullYear(), periodEnd.getUTCMonth() + months]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const begins = new Date(anchor)
  begins.setUTCFullYear(year, month, Math.min(anchor.getUTCDate(), lastDay))
  return later(begins, -AHEAD)
}
