import { formatPrice } from './format.ts'
import { publication } from './publication.ts'

/**
 * What is for sale, as data. Another plan is another entry with a lookup key of its own; another
 * amount is another entry's price at Stripe (`npm run foldline -- billing setup`). What is charged is
 * Stripe's price; the amounts here are what `billing setup` makes, and what pages say before it.
 */

/** One way to subscribe. `amount` is in minor units of `currency`, for one `interval`. */
export type Plan = {
  id: string
  name: string
  /** Under which the price is found at Stripe, among those of our product. */
  lookupKey: string
  amount: number
  currency: string
  interval: 'month' | 'year'
  label: string
}

const { currency } = publication

/** The plan that is offered first, and whose price `STRIPE_PRICE_MONTHLY` names. */
export const mainPlan: Plan = {
  id: 'monthly',
  name: 'Monthly',
  lookupKey: 'foldline_monthly',
  amount: 500,
  currency,
  interval: 'month',
  label: `${formatPrice(500, currency)} a month`,
}

/** All plans, in the order in which they are offered. */
export const plans: readonly Plan[] = [
  mainPlan,
  {
    id: 'annual',
    name: 'Annual',
    lookupKey: 'foldline_annual',
    amount: 5000,
    currency,
    interval: 'year',
    label: `${formatPrice(5000, currency)} a year`,
  },
]

/** Months of reading that can be given to somebody, and what they cost, in minor units. */
export const giftOffers: readonly { months: number; amount: number; currency: string }[] = [
  { months: 3, amount: 1500, currency },
  { months: 6, amount: 2700, currency },
  { months: 12, amount: 5000, currency },
]
