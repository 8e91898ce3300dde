/** Dates as front matter and saved pages write them. What has no zone is taken as UTC. */

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?: ?(Z|[+-]\d{2}:?\d{2}))?)?$/

/** Reads an ISO date or date-time that exists; null for everything else. */
export function readMoment(value: string): Date | null {
  const match = iso.exec(value.trim())
  if (!match) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = match
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${withColon(zone)}`)
  const sameDay = new Date(`${year}-${month}-${day}T00:00:00Z`)
  const exists = !Number.isNaN(date.getTime()) && sameDay.getUTCDate() === Number(day)
  return exists ? date : null
}

function withColon(zone: string): string {
  return /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone
}

const named =
  /^(?:(\d{1,2})(?:st|nd|rd|th)?\.? (\p{L}{3,9})\.?,? (\d{4})|(\p{L}{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}))(?:,? (?:at )?(\d{1,2})[:.](\d{2}) ?([ap]\.?m\.?)?(?: [A-Z]{2,4})?)?$/iu

const prefix =
  /^(?:(?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sat|sun)(?:day)?,? )?(?:first )?(?:(published|posted|updated|last updated|modified|revised|date)(?: on| at)?:? )?(?:(?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sat|sun)(?:day)?,? )?/i

/** A line that is a date and nothing else: "Published 12 March 2027", "March 12, 2027". */
export type DateLine = { kind: 'published' | 'revised'; at: Date }

/** Reads such a line; null when it says anything more. */
export function readDateLine(line: string): DateLine | null {
  if (line.length > 80) return null
  const found = prefix.exec(line)
  const rest = line.slice(found?.[0].length ?? 0).trim()
  const at = readMoment(rest) ?? readNamed(rest)
  if (!at) return null
  const revised = /updated|modified|revised/i.test(found?.[1] ?? '')
  return { kind: revised ? 'revised' : 'published', at }
}

const two = (number: string | number) => String(number).padStart(2, '0')

function readNamed(value: string): Date | null {
  const match = named.exec(value)
  if (!match) return null
  const [, dayA, monthA, yearA, monthB, dayB, yearB, hour, minute, half] = match
  const month = months.indexOf((monthA ?? monthB ?? '').slice(0, 3).toLowerCase()) + 1
  if (month === 0) return null
  const day = `${yearA ?? yearB}-${two(month)}-${two(dayA ?? dayB ?? '')}`
  if (hour === undefined) return readMoment(day)
  const afternoon = half?.toLowerCase().startsWith('p') ?? false
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (afternoon ? 12 : 0)
  return readMoment(`${day}T${two(hours)}:${minute}`)
}
