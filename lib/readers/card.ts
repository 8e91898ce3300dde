/** A card on file, as far as people are shown it. */
export type Card = { brand: string; last4: string; expMonth: number; expYear: number }

const brands: Record<string, string> = {
  amex: 'American Express',
  cartes_bancaires: 'Cartes Bancaires',
  diners: 'Diners Club',
  discover: 'Discover',
  eftpos_au: 'Eftpos',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
}

/** "Visa ending 4242, expires 11/2027". */
export function cardInWords({ brand, last4, expMonth, expYear }: Card): string {
  const month = String(expMonth).padStart(2, '0')
  return `${brands[brand] ?? 'Card'} ending ${last4}, expires ${month}/${expYear}`
}

/**
 * Whether a card is not good any more at a moment. It is good to the end of its month: that of the
 * last place on earth, so that nobody is warned who need not be.
 */
export function expiresBefore({ expMonth, expYear }: Card, moment: Date): boolean {
  // The month after it, which JavaScript counts from 0.
  return moment.getTime() >= Date.UTC(expYear, expMonth) + 12 * 3_600_000
}
