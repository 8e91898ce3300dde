import { formatMoney } from '#lib/format.ts'

/** What the next payment comes to: "$5.00", and where something is given off "$4.00 instead of $5.00". */
export function nextPrice({
  amount,
  discounted,
  currency,
}: {
  amount: number
  discounted?: number | null | undefined
  currency: string
}): string {
  const list = formatMoney(amount, currency)
  return typeof discounted === 'number'
    ? `${formatMoney(discounted, currency)} instead of ${list}`
    : list
}
