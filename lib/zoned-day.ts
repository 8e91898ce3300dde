/** Days as calendars show them in a zone. */
import { DAY, later } from './clock.ts'

/** The calendar day of a moment in a zone, as midnight UTC of the same date. */
export function localDay(moment: Date, timeZone: string): Date {
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
export function startOfDay(day: Date, timeZone: string): Date {
  const offsetAt = (moment: Date) => asIfUtc(moment, timeZone) - moment.getTime()
  const before = later(day, -offsetAt(later(day, -DAY)))
  const after = later(day, -offsetAt(later(day, DAY)))
  const fits = [before, after]
    .toSorted((a, b) => a.getTime() - b.getTime())
    .find((moment) => asIfUtc(moment, timeZone) >= day.getTime())
  return fits ?? before
}
