import { formatMoney } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'

const VERSION = 'gift 2026-11-24'

/** What somebody agrees to when they buy a gift, word for word. `amount` is in minor units. */
export function giftTerms(offer: { months: number; amount: number; currency: string }): {
  version: string
  text: string
} {
  const price = formatMoney(offer.amount, offer.currency)
  const months = monthsInWords(offer.months)
  return {
    version: VERSION,
    text: [
      `You buy ${months} of ${publication.name} for somebody else, for ${price}, paid once. Nothing renews.`,
      `The ${months} begin when the code is redeemed, or on the day that is chosen then. The code has no last day.`,
      `Until it is redeemed, and for at least 14 days from today, you can write to ${publication.contactEmail} and get your money back.`,
    ].join(' '),
  }
}

/** "3 months", "one month". */
export function monthsInWords(months: number): string {
  return months === 1 ? 'one month' : `${months} months`
}
