/** What a Checkout session sells: prices of the catalogue, or prices made for it alone. */
import type { Stripe } from 'stripe'
import type { z } from 'zod'
import { invalid } from '../kernel/api-error.ts'
import { create, mergeMetadata, need, serverNow, type World } from '../kernel/world.ts'
import { buildPrice } from '../objects/catalog.ts'
import { createProduct } from './catalog.ts'
import type { lineItem } from './checkout-params.ts'

type Given = z.output<typeof lineItem>
type PriceData = NonNullable<Given['price_data']>

/** One thing that is sold, and how often. Throws Stripe's refusal. */
export function itemOf(
  world: World,
  given: Given,
  at: number,
): { price: Stripe.Price; quantity: number } {
  const { price: id, price_data: data, quantity } = given
  const where = `line_items[${at}]`
  if ((id === undefined) === (data === undefined))
    throw invalid('You must specify either `price` or `price_data` for each of the `line_items`.', {
      code: id === undefined ? 'parameter_missing' : 'parameters_exclusive',
      param: where,
    })
  if (quantity === undefined)
    throw invalid(`Missing required param: ${where}[quantity].`, {
      code: 'parameter_missing',
      param: `${where}[quantity]`,
    })
  if (quantity < 1)
    throw invalid('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: `${where}[quantity]`,
    })
  if (data) return { price: inlinePrice(world, data, `${where}[price_data]`), quantity }
  const price = need(world, 'price', id ?? '', `${where}[price]`)
  if (!price.active)
    throw invalid('The price specified is inactive. This field only accepts active prices.', {
      param: `${where}[price]`,
    })
  return { price, quantity }
}

/** A price for this session only: it can not be used again. */
function inlinePrice(world: World, data: PriceData, where: string): Stripe.Price {
  const { product, product_data: described, recurring } = data
  if ((product === undefined) === (described === undefined))
    throw invalid('You must specify either `product` or `product_data`.', {
      code: 'parameter_missing',
      param: `${where}[product]`,
    })
  if (data.unit_amount < 0)
    throw invalid('Invalid non-negative integer', {
      code: 'parameter_invalid_integer',
      param: `${where}[unit_amount]`,
    })
  const made = described
    ? createProduct(world, { ...described, active: false })
    : need(world, 'product', product ?? '', `${where}[product]`)
  const price = buildPrice(
    {
      active: false,
      currency: data.currency.toLowerCase(),
      lookup_key: null,
      metadata: mergeMetadata(null, undefined),
      nickname: null,
      tax_behavior: data.tax_behavior ?? 'unspecified',
      product: made.id,
      unitAmount: data.unit_amount,
      recurring: recurring
        ? { interval: recurring.interval, intervalCount: recurring.interval_count ?? 1 }
        : null,
    },
    serverNow(world),
  )
  return create(world, 'price', price, 'price.created')
}
