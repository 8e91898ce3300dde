import { formatMoment, formatMoney } from '#lib/format.ts'
import type { SwitchPreview } from './switch-preview.ts'

/**
 * What a change of plan costs, in sentences: what is paid now and how it comes about, what becomes of
 * money that is left, and what comes next. `interval` is that of the present plan.
 */
export function sayPreview(preview: SwitchPreview, interval: string): string[] {
  const { plan, creditLeft, renewsAt, renewsFor } = preview
  const money = (amount: number) => formatMoney(amount, preview.currency)
  const next = formatMoment(renewsAt)
  if (preview.trialing)
    return [
      `You pay nothing now: your trial goes on to its end, ${next}. Then you pay ${money(renewsFor)}, and so every ${plan.interval} until you cancel.`,
    ]
  return [
    `You pay ${preview.due > 0 ? money(preview.due) : 'nothing'} now: ${partsOf(preview, interval)}.`,
    ...(creditLeft > 0
      ? [
          `${money(creditLeft)} is left of what you have paid. It stays on your account as credit and pays for the next ${plan.interval}s until it is used up.`,
        ]
      : []),
    `The next payment is on ${next}: ${money(renewsFor)}${creditLeft > 0 ? ', taken from your credit first' : ''}, and so every ${plan.interval} until you cancel.`,
  ]
}

function partsOf(preview: SwitchPreview, interval: string): string {
  const { plan, charge, credit, discount, tax, fromBalance, currency } = preview
  const money = (amount: number) => formatMoney(amount, currency)
  const span =
    plan.interval === interval ? `the rest of this ${interval}` : `the ${plan.interval} from today`
  const parts: [number, string][] = [
    [credit, `less ${money(credit)} for the days of this ${interval} you have paid for`],
    [discount, `less ${money(discount)} of discount`],
    [tax, `plus ${money(tax)} of tax`],
    [fromBalance, `less ${money(fromBalance)} of your credit`],
    [-fromBalance, `plus ${money(-fromBalance)} that was still open`],
  ]
  const said = parts.filter(([amount]) => amount > 0).map(([, words]) => words)
  return [`${money(charge)} for ${span}`, ...said].join(', ')
}
