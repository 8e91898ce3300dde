import { DAY, later } from './clock.ts'

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

/** The calendar day of a moment in a zone, as midnight UTC of the same date. */
function localDay(moment: Date, timeZone: string): Date {
  return new Date(Math.floor(asIfUtc(moment, timeZone) / DAY) * DAY)
}

/** What clocks in the zone show at a moment, read as if it were UTC, in milliseconds. */
function asIfUtc(moment: Date, timeZone: string): number {
  const parts = clockFormat(timeZone).formatToParts(moment)
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (
    ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
  ).map((type) => Number(parts.find((part) => part.type === type)?.value))
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

const clockFormats = new Map<string, Intl.DateTimeFormat>()

/** Making one takes a dozen times as long as using it; a publication has one zone. */
function clockFormat(timeZone: string): Intl.DateTimeFormat {
  const known = clockFormats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  clockFormats.set(timeZone, made)
  return made
}

/**
 * When the day given as midnight UTC begins in a zone. Where the clocks skip midnight, the moment
 * at which they do: the two offsets that are tried differ there, and the later one is past the gap.
 */
function startOfDay(day: Date, timeZone: string): Date {
  const offsetAt = (moment: Date) => asIfUtc(moment, timeZone) - moment.getTime()
  const before = later(day, -offsetAt(later(day, -DAY)))
  const after = later(day, -offsetAt(later(day, DAY)))
  const fits = [before, after]
    .toSorted((a, b) => a.getTime() - b.getTime())
    .find((moment) => asIfUtc(moment, timeZone) >= day.getTime())
  return fits ?? before
}
