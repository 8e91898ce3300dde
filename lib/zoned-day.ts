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
 * at which they do.
 */
export function startOfDay(day: Date, timeZone: string): Date {
  return whenClocksShow(day, timeZone)
}

/**
 * When clocks in a zone show what UTC shows at `shown`; of two such moments the first. What they skip stands for the
 * moment after: the two offsets that are tried differ there, and the later one is past the gap.
 */
function whenClocksShow(shown: Date, timeZone: string): Date {
  const offsetAt = (moment: Date) => asIfUtc(moment, timeZone) - moment.getTime()
  const before = later(shown, -offsetAt(later(shown, -DAY)))
  const after = later(shown, -offsetAt(later(shown, DAY)))
  const fits = [before, after]
    .toSorted((a, b) => a.getTime() - b.getTime())
    .find((moment) => asIfUtc(moment, timeZone) >= shown.getTime())
  return fits ?? before
}

/** A moment as a form has it, "2027-03-12T09:30", by the clocks of a zone; null when it is none. A space may stand for the T. */
export function readLocalMoment(typed: string, timeZone: string): Date | null {
  const [, day = '', time = ''] =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::00)?$/.exec(typed.trim()) ?? []
  const shown = new Date(`${day}T${time}:00Z`)
  // The thirtieth of February would be a day in March.
  if (Number.isNaN(shown.getTime()) || !shown.toISOString().startsWith(`${day}T${time}`))
    return null
  return whenClocksShow(shown, timeZone)
}
