import { DAY, MINUTE } from '#lib/clock.ts'
import type { Rhythm } from '#lib/newsletter-list.ts'

/** Longer ago than a week there is always one between. */
const LOOK_BACK = 8
const LOOK_AHEAD = 8

/** The newest time at or before `now` at which a letter of this rhythm is due, in a zone. */
export function lastSlot(rhythm: Rhythm, timeZone: string, now: Date): Date {
  return slotsAround(rhythm, timeZone, now).findLast((slot) => slot <= now) ?? now
}

/** The first time after `now` at which one is due. */
export function nextSlot(rhythm: Rhythm, timeZone: string, now: Date): Date {
  return slotsAround(rhythm, timeZone, now).find((slot) => slot > now) ?? now
}

function slotsAround({ days, hour, minute }: Rhythm, timeZone: string, now: Date): Date[] {
  const today = Math.floor(clockAt(now, timeZone) / DAY) * DAY
  return Array.from(
    { length: LOOK_BACK + LOOK_AHEAD + 1 },
    (_, place) => today + (place - LOOK_BACK) * DAY,
  )
    .filter((day) => days.includes(new Date(day).getUTCDay()))
    .map((day) => momentOf(day + (hour * 60 + minute) * MINUTE, timeZone))
}

/**
 * The moment at which clocks in a zone show a time (as if it were UTC): of two the first; one that they skip, by the
 * offset of the day before, which is an hour later on the clock.
 */
function momentOf(clock: number, timeZone: string): Date {
  const offsetAt = (moment: number) => clockAt(new Date(moment), timeZone) - moment
  const tried = [clock - offsetAt(clock - DAY), clock - offsetAt(clock + DAY)]
  const fitting = tried
    .toSorted((a, b) => a - b)
    .find((moment) => clockAt(new Date(moment), timeZone) === clock)
  return new Date(fitting ?? tried[0] ?? clock)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** What clocks in a zone show at a moment, read as if it were UTC, in milliseconds. */
function clockAt(moment: Date, timeZone: string): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  formats.set(timeZone, format)
  const parts = new Map(
    format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  )
  const of = (type: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second') => parts.get(type) ?? 0
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
}
