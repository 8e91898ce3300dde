import { DAY, later } from './clock.ts'
import { localDay, startOfDay } from './zoned-day.ts'

/** Days in which a consumer may withdraw: Directive 2011/83/EU, article 9. */
export const WITHDRAWAL_DAYS = 14

/**
 * The moment at which the right to withdraw ends, exclusive, for a contract concluded at
 * `concludedAt`. The day of the conclusion does not count; the fourteenth day after it counts whole,
 * in the publication's zone; and when that day is a Saturday or a Sunday, the right lasts to the end
 * of Monday (Regulation 1182/71, article 3). Public holidays differ between countries and are not
 * known here: who withdraws on the day after one is helped by staff.
 */
export function withdrawalEnds(concludedAt: Date, timeZone: string): Date {
  const start = localDay(concludedAt, timeZone)
  const last = later(start, WITHDRAWAL_DAYS * DAY)
  const weekday = last.getUTCDay()
  const more = weekday === 6 ? 2 : weekday === 0 ? 1 : 0
  return startOfDay(later(last, (1 + more) * DAY), timeZone)
}
