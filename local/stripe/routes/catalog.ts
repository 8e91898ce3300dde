import type { Stripe } from 'stripe'
import { z } from 'zod'
import { invalid } from '../kernel/api-error.ts'
import { pageOf, wholeList } from '../kernel/paging.ts'
import {
  clearableText,
  common,
  flag,
  integer,
  listing,
  metadata,
  oneOf,
  range,
  text,
  within,
} from '../kernel/params.ts'
import { idOf } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { ownerOfKey } from '../kernel/tags.ts'
import { change, create, mergeMetadata, need, serverNow, type World } from '../kernel/world.ts'
import { buildPrice, buildProduct } from '../objects/catalog.ts'

const productFields = {
  ...common,
  active: flag.optional(),
  description: clearableText.optional(),
  metadata: metadata.optional(),
}

const priceFields = {
  ...common,
  active: flag.optional(),
  lookup_key: text.max(200).optional(),
  metadata: metadata.optional(),
  nickname: text.optional(),
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified').optional(),
  transfer_lookup_key: flag.optional(),
}

const newPrice = z.object({
  ...priceFields,
  currency: text.regex(/^[A-Za-z]{3}$/, 'currency'),
  product: text.optional(),
  product_data: z
    .strictObject({
      active: flag.optional(),
      id: text.optional(),
      metadata: metadata.optional(),
      name: text,
    })
    .optional(),
  recurring: z
    .strictObject({
      interval: oneOf('day', 'week', 'month', 'year'),
      interval_count: integer.optional(),
      usage_type: oneOf('licensed').optional(),
    })
    .optional(),
  unit_amount: integer,
})

function createPrice(world: World, params: z.output<typeof newPrice>): Stripe.Price {
  const { product, product_data: data, recurring } = params
  if ((product === undefined) === (data === undefined))
    throw invalid('You must specify either `product` or `product_data` when creating a price.', {
      code: 'parameter_missing',
      param: 'product',
    })
  if (params.unit_amount < 0)
    throw invalid('Invalid non-negative integer', {
      code: 'parameter_invalid_integer',
      param: 'unit_amount',
    })
  freeLookupKey(world, params.lookup_key, params.transfer_lookup_key ?? false)
  const productId = data
    ? createProduct(world, { ...data, description: null }).id
    : need(world, 'product', product ?? '', 'product').id
  const price = buildPrice(
    {
      active: params.active ?? true,
      currency: params.currency.toLowerCase(),
      lookup_key: params.lookup_key ?? null,
      metadata: mergeMetadata(null, params.metadata),
      nickname: params.nickname ?? null,
      tax_behavior: params.tax_behavior ?? 'unspecified',
      product: productId,
      unitAmount: params.unit_amount,
      recurring: recurring
        ? { interval: recurring.interval, intervalCount: recurring.interval_count ?? 1 }
        : null,
    },
    serverNow(world),
  )
  return create(world, 'price', price, 'price.created')
}

function holderOf(world: World, key: string): Stripe.Price | null {
  for (const price of world.store.list('price', ownerOfKey(key))) return price
  return null
}

/** A lookup key names one price. It can be taken over when the request says so. */
function freeLookupKey(world: World, key: string | undefined, transfer: boolean): void {
  if (key === undefined) return
  const holder = holderOf(world, key)
  if (!holder) return
  if (!transfer)
    throw invalid(
      `A price (\`${holder.id}\`) already uses that lookup key. Pass \`transfer_lookup_key: true\` to transfer it.`,
      { code: 'resource_already_exists', param: 'lookup_key' },
    )
  change(world, 'price', holder, { lookup_key: null }, 'price.updated')
}

/** A new product; its id may be chosen. */
export function createProduct(
  world: World,
  params: {
    id?: string | undefined
    name: string
    description?: string | null | undefined
    active?: boolean | undefined
    metadata?: '' | Record<string, string> | undefined
  },
): Stripe.Product {
  if (params.id !== undefined && world.store.get('product', params.id))
    throw invalid('Product already exists.', { code: 'resource_already_exists', param: 'id' })
  const product = buildProduct(
    {
      id: params.id,
      name: params.name,
      description: params.description ?? null,
      active: params.active ?? true,
      metadata: mergeMetadata(null, params.metadata),
    },
    serverNow(world),
  )
  return create(world, 'product', product, 'product.created')
}

const priceFilters = z.object({
  ...listing,
  active: flag.optional(),
  created: range.optional(),
  currency: text.optional(),
  lookup_keys: z.array(z.string()).max(10).optional(),
  product: text.optional(),
  type: oneOf('one_time', 'recurring').optional(),
})

function listPrices(
  world: World,
  params: z.output<typeof priceFilters>,
): Stripe.ApiList<Stripe.Price> {
  const fits = (price: Stripe.Price) =>
    (params.active === undefined || params.active === price.active) &&
    (params.currency === undefined || params.currency === price.currency) &&
    (params.lookup_keys?.includes(price.lookup_key ?? '') ?? true) &&
    (params.product === undefined || params.product === idOf(price.product)) &&
    (params.type === undefined || params.type === price.type) &&
    within(price.created, params.created)
  const { ending_before, limit, lookup_keys: keys, starting_after } = params
  const paged = limit ?? starting_after ?? ending_before
  if (keys === undefined || paged !== undefined)
    return pageOf(world, 'price', '/v1/prices', params, { fits })
  const place = ({ id }: Stripe.Price) => world.store.position('price', id) ?? 0
  const found = [...new Set(keys)].map((key) => holderOf(world, key)).filter((one) => one !== null)
  const newestFirst = found.filter(fits).toSorted((a, b) => place(b) - place(a))
  return wholeList(newestFirst, '/v1/prices')
}

export const catalogRoutes = [
  route('POST', '/v1/prices', newPrice.shape, createPrice),
  route('GET', '/v1/prices/:id', common, (world, _params, id) => need(world, 'price', id)),
  route('POST', '/v1/prices/:id', priceFields, (world, params, id) => {
    const price = need(world, 'price', id)
    const { active, lookup_key, nickname, tax_behavior } = params
    if (lookup_key !== price.lookup_key)
      freeLookupKey(world, lookup_key, params.transfer_lookup_key ?? false)
    const patch = {
      ...(active === undefined ? {} : { active }),
      ...(lookup_key === undefined ? {} : { lookup_key }),
      ...(nickname === undefined ? {} : { nickname }),
      ...(tax_behavior === undefined ? {} : { tax_behavior }),
      metadata: mergeMetadata(price.metadata, params.metadata),
    }
    return change(world, 'price', price, patch, 'price.updated')
  }),
  route('GET', '/v1/prices', priceFilters.shape, listPrices),
  route(
    'POST',
    '/v1/products',
    { ...productFields, id: text.optional(), name: text },
    createProduct,
  ),
  route('GET', '/v1/products/:id', common, (world, _params, id) => need(world, 'product', id)),
  route(
    'POST',
    '/v1/products/:id',
    { ...productFields, name: text.optional() },
    (world, params, id) => {
      const product = need(world, 'product', id)
      const { active, description, name } = params
      const patch = {
        ...(active === undefined ? {} : { active }),
        ...(description === undefined ? {} : { description }),
        ...(name === undefined ? {} : { name }),
        metadata: mergeMetadata(product.metadata, params.metadata),
        updated: serverNow(world),
      }
      return change(world, 'product', product, patch, 'product.updated')
    },
  ),
  route(
    'GET',
    '/v1/products',
    { ...listing, active: flag.optional(), ids: z.array(z.string()).optional() },
    (world, params) =>
      pageOf(world, 'product', '/v1/products', params, {
        fits: ({ active, id }) =>
          (params.active === undefined || params.active === active) &&
          (params.ids?.includes(id) ?? true),
      }),
  ),
]
