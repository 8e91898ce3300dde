/** For tests of what changes a subscription: its item, its invoices, and prices to change to. */
import type { Stripe } from 'stripe'
import type { Shop } from './start.ts'

/** Seconds since 1970. */
export const at = (iso: string) => Math.floor(Date.parse(iso) / 1000)

/** The id of its only item. */
export function itemOf({ items }: Stripe.Subscription): string {
  const [item] = items.data
  if (!item) throw new Error('This subscription has no items.')
  return item.id
}

/** Newest first. */
export async function invoicesOf({ stripe, customer }: Shop): Promise<Stripe.Invoice[]> {
  return (await stripe.invoices.list({ customer: customer.id, limit: 100 })).data
}

/** A price of the shop's product, in dollars' cents. */
export function priceOf(
  { stripe, price }: Shop,
  amount: number,
  interval: 'month' | 'year' = 'month',
): Promise<Stripe.Price> {
  return stripe.prices.create({
    currency: 'usd',
    unit_amount: amount,
    recurring: { interval },
    product: typeof price.product === 'string' ? price.product : price.product.id,
  })
}

/** What an event list says of one customer, oldest first. */
export async function typesOf({ stripe, customer }: Shop): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 })
  return data
    .filter(({ data: { object } }) => 'customer' in object && object.customer === customer.id)
    .map(({ type }) => type)
    .toReversed()
}
