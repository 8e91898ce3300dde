/** What is given off and what is taxed. All amounts are whole minor units of one currency. */
import type { Stripe } from 'stripe'
import { settleBalance } from '../objects/balance.ts'

/** The imitation of Stripe Tax: one country has a tax, and it is added to every price. */
const TAXED = { country: 'GB', percent: 20, rate: 'txr_simGreatBritain20' }

/** A discount and what it gives off; one of the two terms is set. */
export type Reduction = { id: string; percentOff: number | null; amountOff: number | null }

export type Totals = {
  subtotal: number
  discount: number
  tax: number
  total: number
  /** Of each amount: what every discount gives off, in their order, and the tax on what is left. */
  each: { discounts: number[]; tax: number }[]
}

/**
 * The totals of some amounts. Discounts count one after the other, never below zero. `country` is null
 * where no tax is computed. An amount that is not discountable, or a credit, is left as it is.
 */
export function totalsOf(
  amounts: readonly { amount: number; discountable: boolean }[],
  reductions: readonly Reduction[],
  country: string | null,
): Totals {
  const left = amounts.map(({ amount, discountable }) => (discountable ? Math.max(0, amount) : 0))
  const given = amounts.map((): number[] => [])
  for (const reduction of reductions)
    for (const [at, off] of split(wholeOf(reduction, sum(left)), left).entries()) {
      given[at]?.push(off)
      left[at] = (left[at] ?? 0) - off
    }
  const each = amounts.map(({ amount }, at) => {
    const discounts = given[at] ?? []
    const taxable = amount - sum(discounts)
    return {
      discounts,
      tax: country === TAXED.country ? Math.round((taxable * TAXED.percent) / 100) : 0,
    }
  })
  const subtotal = sum(amounts.map(({ amount }) => amount))
  const discount = sum(each.map(({ discounts }) => sum(discounts)))
  const tax = sum(each.map((one) => one.tax))
  return { subtotal, discount, tax, total: subtotal - discount + tax, each }
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

function wholeOf({ percentOff, amountOff }: Reduction, amount: number): number {
  return percentOff === null
    ? Math.min(amountOff ?? 0, amount)
    : Math.round((amount * percentOff) / 100)
}

/** Divides `whole` in proportion, so that the parts add up to it exactly. */
function split(whole: number, weights: readonly number[]): number[] {
  const all = sum(weights)
  let [seen, spent] = [0, 0]
  return weights.map((weight) => {
    seen += weight
    const part = all === 0 ? 0 : Math.round((whole * seen) / all) - spent
    spent += part
    return part
  })
}

/** A tax as invoices and their lines tell it. */
function taxOf(amount: number, taxable: number, country: string): Stripe.Invoice.TotalTax {
  const taxed = country === TAXED.country
  return {
    amount,
    tax_behavior: 'exclusive',
    tax_rate_details: taxed ? { tax_rate: TAXED.rate } : null,
    taxability_reason: taxed ? 'standard_rated' : 'not_collecting',
    taxable_amount: taxed ? taxable : 0,
    type: 'tax_rate_details',
  }
}

/** A draft with discounts and taxes on it and on its lines. `country` is null when tax is not automatic. */
export function withTotals(
  draft: Stripe.Invoice,
  reductions: readonly Reduction[],
  country: string | null,
): Stripe.Invoice {
  if (reductions.length === 0 && country === null) return draft
  const totals = totalsOf(draft.lines.data, reductions, country)
  const data = draft.lines.data.map((line, at): Stripe.InvoiceLineItem => {
    const { discounts, tax } = totals.each[at] ?? { discounts: [], tax: 0 }
    const off = named(discounts, reductions)
    return {
      ...line,
      discount_amounts: off,
      pretax_credit_amounts: off.map((one) => ({ ...one, type: 'discount' })),
      taxes: country === null ? [] : [taxOf(tax, line.amount - sum(discounts), country)],
    }
  })
  const all = reductions.map((_one, at) => sum(totals.each.map((line) => line.discounts[at] ?? 0)))
  const off = named(all, reductions)
  const total = draft.total - totals.discount + totals.tax
  const { due } = settleBalance(total, draft.starting_balance, draft.currency)
  return {
    ...draft,
    amount_due: due,
    amount_remaining: due,
    discounts: reductions.map(({ id }) => id),
    lines: { ...draft.lines, data },
    total,
    total_discount_amounts: off,
    total_excluding_tax: draft.total - totals.discount,
    total_pretax_credit_amounts: off.map((one) => ({ ...one, type: 'discount' })),
    total_taxes:
      country === null ? [] : [taxOf(totals.tax, totals.subtotal - totals.discount, country)],
  }
}

function named(
  amounts: readonly number[],
  reductions: readonly Reduction[],
): { amount: number; discount: string }[] {
  return amounts.map((amount, at) => ({ amount, discount: reductions[at]?.id ?? '' }))
}
