/**
 * The publication's identity. A publisher changes this file, and site, mails and feeds follow.
 */
export const publication = {
  name: 'The Leadline',
  tagline: 'Slow reporting on trade, water and work',
  description:
    'The Leadline reports on the things that move and feed the world: ports and rivers, power and food, and the people who work with them.',
  language: 'en',
  /** Dates on the site are shown in this zone, and say so. */
  timeZone: 'Europe/London',
  contactEmail: 'desk@leadline.example',
} as const

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: publication.timeZone,
})

const minute = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: publication.timeZone,
  timeZoneName: 'short',
})

const second = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: publication.timeZone,
  timeZoneName: 'short',
})

/** A day as readers see it: "12 March 2027", in the publication's zone. */
export function formatDay(moment: Date): string {
  return day.format(moment)
}

/** A moment as readers see it, with its zone: "12 March 2027 at 09:30 GMT". */
export function formatMoment(moment: Date): string {
  return minute.format(moment)
}

/** A moment to the second, for a receipt that proves when: "12 March 2027 at 09:30:05 GMT". */
export function formatSecond(moment: Date): string {
  return second.format(moment)
}

/** An amount in minor units as readers see it: `formatMoney(500, 'usd')` is "$5.00". */
export function formatMoney(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amount / 10 ** digits)
}
