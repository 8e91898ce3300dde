/**
 * What a change of a subscription costs and gives back, by the second. Nothing is done here: the change
 * itself and its preview both begin with this.
 */
import type { Stripe } from 'stripe'
import type { Billed } from '../kernel/kinds.ts'
import type { Proration } from '../objects/invoice-item.ts'
import { type Cycle, nextBoundary } from './periods.ts'
import { cycleOf } from './starting.ts'

type Item = Stripe.SubscriptionItem

export type ProrationBehavior = 'create_prorations' | 'always_invoice' | 'none'

export type Change = {
  /** The items as they shall be, with the periods they have now. */
  items: Item[]
  behavior: ProrationBehavior
  /** As of when time counts as unused, in seconds; null for now. */
  date: number | null
  /** A new cycle begins, whatever changes. */
  restart: boolean
}

export type ChangePlan = {
  items: Item[]
  anchor: number
  prorations: Proration[]
  /** A new period begins, and is paid for in full. */
  newPeriod: boolean
  /** There is an invoice now; else what is prorated waits for the next one. */
  bills: boolean
}

/**
 * Plans a change at `moment`. `billedFor` tells what was asked for an item: by Stripe's flexible billing
 * a credit is a part of that, not of the item's price. `priceOf` tells what an item costs for a period
 * with the discounts that last.
 */
export function planChange(
  subscription: Stripe.Subscription,
  change: Change,
  billedFor: (item: Item) => Billed,
  moment: number,
  priceOf: (item: Item) => number = fullPrice,
): ChangePlan {
  const before = subscription.items.data
  const { items } = change
  const unchanged = { items, anchor: subscription.billing_cycle_anchor, newPeriod: false }
  // A trial is free and a paused subscription is not billed: nothing is unused, nothing is due.
  if (subscription.status === 'trialing' || subscription.status === 'paused')
    return { ...unchanged, prorations: [], bills: false }
  const date = change.date ?? moment
  const prorated = change.behavior !== 'none'
  if (startsAnew(before, change)) {
    const [first] = items
    const period = first
      ? { start: moment, end: nextBoundary(moment, cycleOf(first.price), moment) }
      : { start: moment, end: moment }
    return {
      items: items.map((item) => inPeriod(item, period)),
      anchor: moment,
      prorations: prorated ? creditsFor(before, billedFor, date) : [],
      newPeriod: true,
      bills: true,
    }
  }
  const prorations = prorated ? differences(before, items, { billedFor, priceOf }, date) : []
  const bills = change.behavior === 'always_invoice' && prorations.length > 0
  return { ...unchanged, prorations, bills }
}

/** What is unused of everything that was billed. */
export function creditsFor(
  items: readonly Item[],
  billedFor: (item: Item) => Billed,
  date: number,
): Proration[] {
  return items.flatMap((item) => creditFor(item, billedFor(item), date))
}

/** Another interval, or the step from free to paid, moves the day of billing to now. */
function startsAnew(before: readonly Item[], { items, restart }: Change): boolean {
  const [was, is] = [before[0], items[0]]
  if (restart || !was || !is) return restart
  const [from, to] = [cycleOf(was.price), cycleOf(is.price)]
  if (!sameCycle(from, to)) return true
  return totalOf(before) === 0 && totalOf(items) > 0
}

export function sameCycle(one: Cycle, other: Cycle): boolean {
  return one.interval === other.interval && one.count === other.count
}

function totalOf(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + fullPrice(item), 0)
}

function fullPrice({ price, quantity }: Item): number {
  return (price.unit_amount ?? 0) * (quantity ?? 1)
}

function inPeriod(item: Item, { start, end }: { start: number; end: number }): Item {
  return { ...item, current_period_start: start, current_period_end: end }
}

/** Of items that changed: the unused time of the old one back, the remaining time of the new one. */
function differences(
  before: readonly Item[],
  after: readonly Item[],
  { billedFor, priceOf }: { billedFor: (item: Item) => Billed; priceOf: (item: Item) => number },
  date: number,
): Proration[] {
  const changed = (one: Item, other: Item | undefined) =>
    one.price.id !== other?.price.id || one.quantity !== other.quantity
  const left = before.filter((item) =>
    changed(
      item,
      after.find(({ id }) => id === item.id),
    ),
  )
  const joined = after.filter((item) =>
    changed(
      item,
      before.find(({ id }) => id === item.id),
    ),
  )
  return [
    ...creditsFor(left, billedFor, date),
    ...joined.map((item) => debitFor(item, priceOf(item), date)),
  ]
}

function creditFor(item: Item, billed: Billed, date: number): Proration[] {
  const from = Math.max(date, billed.start)
  if (from >= billed.end) return []
  const amount = part(billed.amount, { start: from, end: billed.end }, billed)
  if (amount === 0) return []
  return [
    { item, amount: -amount, period: { start: from, end: billed.end }, credited: billed.line },
  ]
}

function debitFor(item: Item, price: number, date: number): Proration {
  const whole = { start: item.current_period_start, end: item.current_period_end }
  const period = { start: date, end: whole.end }
  return { item, amount: part(price, period, whole), period, credited: null }
}

/** The share of an amount that falls on a part of its time, to the second, in whole minor units. */
function part(
  amount: number,
  some: { start: number; end: number },
  whole: { start: number; end: number },
): number {
  return Math.round((amount * (some.end - some.start)) / (whole.end - whole.start))
}
