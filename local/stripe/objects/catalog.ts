import { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'
import { needId } from '../kernel/reference.ts'

type ProductFields = Pick<Stripe.Product, 'name' | 'description' | 'active' | 'metadata'> & {
  id?: string | undefined
}

/** A service that is sold. */
export function buildProduct(fields: ProductFields, created: number): Stripe.Product {
  return {
    id: fields.id ?? newId('prod', 14),
    object: 'product',
    active: fields.active,
    created,
    default_price: null,
    description: fields.description,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: fields.metadata,
    name: fields.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: created,
    url: null,
  }
}

type PriceFields = Pick<
  Stripe.Price,
  'active' | 'currency' | 'lookup_key' | 'metadata' | 'nickname' | 'tax_behavior'
> & {
  product: string
  unitAmount: number
  recurring: { interval: Interval; intervalCount: number } | null
}

export type Interval = 'day' | 'week' | 'month' | 'year'

/** A fixed price, once or again and again. */
export function buildPrice(fields: PriceFields, created: number): Stripe.Price {
  const { recurring } = fields
  return {
    id: newId('price'),
    object: 'price',
    active: fields.active,
    billing_scheme: 'per_unit',
    created,
    currency: fields.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: fields.lookup_key,
    metadata: fields.metadata,
    nickname: fields.nickname,
    product: fields.product,
    recurring: recurring && {
      interval: recurring.interval,
      interval_count: recurring.intervalCount,
      meter: null,
      trial_period_days: null,
      usage_type: 'licensed',
    },
    tax_behavior: fields.tax_behavior,
    tiers_mode: null,
    transform_quantity: null,
    type: recurring ? 'recurring' : 'one_time',
    unit_amount: fields.unitAmount,
    unit_amount_decimal: Stripe.Decimal.from(fields.unitAmount),
  }
}

/** The older name of a recurring price, which subscription items still carry. */
export function planOf(price: Stripe.Price): Stripe.Plan {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: Stripe.Decimal.from(price.unit_amount ?? 0),
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: needId(price.product),
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  }
}
