import { publication } from './publication.ts'

/** Dates and amounts as the publication writes them: in its zone, its language and its currency. */

const day = new Intl.DateTimeFormat(publication.locale, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: publication.timeZone,
})

const minute = new Intl.DateTimeFormat(publication.locale, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: publication.timeZone,
  timeZoneName: 'short',
})

const second = new Intl.DateTimeFormat(publication.locale, {
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
  return moneyFormat(currency).format(amount / 10 ** digitsOf(currency))
}

/** The same without coins where there are none: `formatPrice(500, 'usd')` is "$5". */
export function formatPrice(amount: number, currency: string): string {
  return amount % 10 ** digitsOf(currency) === 0
    ? new Intl.NumberFormat(publication.locale, {
        ...styleOf(currency),
        maximumFractionDigits: 0,
      }).format(amount / 10 ** digitsOf(currency))
    : formatMoney(amount, currency)
}

const styleOf = (currency: string) =>
  ({
    style: 'currency',
    currency,
    // Its own is "$5"; another's says whose it is: "US$5".
    currencyDisplay: currency.toLowerCase() === publication.currency ? 'narrowSymbol' : 'symbol',
  }) as const

const moneyFormats = new Map<string, Intl.NumberFormat>()

/** Making one takes a hundred times as long as using it, and there are few currencies. */
function moneyFormat(currency: string): Intl.NumberFormat {
  const known = moneyFormats.get(currency)
  if (known) return known
  const made = new Intl.NumberFormat(publication.locale, styleOf(currency))
  moneyFormats.set(currency, made)
  return made
}

/**
 * An amount in minor units as somebody typed it, "4.50" or "4,50"; null when it is none. What is smaller
 * than the currency's smallest coin is none either.
 */
export function readMoney(typed: string, currency: string): number | null {
  const digits = digitsOf(currency)
  const [, whole = '', part = ''] = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(typed.trim()) ?? []
  if (whole === '' || part.length > digits) return null
  return Number(whole) * 10 ** digits + Number(part.padEnd(digits, '0'))
}

/** An amount as it is typed into a form: without a sign of the currency. */
export function typeMoney(amount: number, currency: string): string {
  const digits = digitsOf(currency)
  return (amount / 10 ** digits).toFixed(digits)
}

function digitsOf(currency: string): number {
  return moneyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2
}
