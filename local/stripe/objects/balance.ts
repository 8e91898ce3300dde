/** What a customer's balance does to an invoice. A negative balance is the customer's own money. */

/** Stripe charges nothing below this; the customer owes it until the next invoice. Minor units. */
const smallestCharge: Record<string, number> = {
  aud: 50,
  cad: 50,
  chf: 50,
  dkk: 250,
  eur: 50,
  gbp: 30,
  jpy: 50,
  nok: 300,
  sek: 300,
  usd: 50,
}

/** What is due of `total` at a balance, and what the balance is after it. All in minor units. */
export function settleBalance(
  total: number,
  balance: number,
  currency: string,
): { due: number; ending: number } {
  const sum = total + balance
  if (sum <= 0) return { due: 0, ending: sum }
  return sum < (smallestCharge[currency] ?? 0) ? { due: 0, ending: sum } : { due: sum, ending: 0 }
}
