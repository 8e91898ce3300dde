/** When billing periods begin and end. All in UTC and whole seconds, as Stripe does. */
import type { Interval } from '../objects/catalog.ts'

const DAY = 24 * 3600

/** Stripe leaves a renewal's invoice a draft for an hour before it collects it. */
export const DRAFT_SECONDS = 3600

export type Cycle = { interval: Interval; count: number }

/**
 * The moment `steps` cycles after the anchor. Months are counted from the anchor itself, so that one
 * of 31 January meets 28 February and then 31 March again.
 */
export function afterAnchor(anchor: number, { interval, count }: Cycle, steps: number): number {
  switch (interval) {
    case 'day':
      return anchor + steps * count * DAY
    case 'week':
      return anchor + steps * count * 7 * DAY
    case 'month':
      return addMonths(anchor, steps * count)
    case 'year':
      return addMonths(anchor, steps * count * 12)
  }
}

/** The first moment of the cycle after `moment`. */
export function nextBoundary(anchor: number, cycle: Cycle, moment: number): number {
  let steps = 1
  while (afterAnchor(anchor, cycle, steps) <= moment) steps++
  return afterAnchor(anchor, cycle, steps)
}

function addMonths(moment: number, months: number): number {
  const from = new Date(moment * 1000)
  const year = from.getUTCFullYear()
  const month = from.getUTCMonth() + months
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const day = Math.min(from.getUTCDate(), lastDay)
  const time = moment % DAY
  return Date.UTC(year, month, day) / 1000 + time
}
