/** Coupons: what is given off. */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import { invalid, missing } from '../kernel/api-error.ts'
import { pageOf } from '../kernel/paging.ts'
import {
  common,
  integer,
  listing,
  metadata,
  oneOf,
  range,
  text,
  timestamp,
  within,
} from '../kernel/params.ts'
import { idOf, needId } from '../kernel/reference.ts'
import { route } from '../kernel/router.ts'
import { change, create, mergeMetadata, need, serverNow, type World } from '../kernel/world.ts'
import { endDiscount } from '../life/discounts.ts'
import { endCoupon } from '../life/redeeming.ts'
import { changeSubscription } from '../life/subscriptions.ts'
import { buildCoupon } from '../objects/coupon.ts'

const percent = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,4})?$/, 'percent')
  .transform(Number)

const newCoupon = z.object({
  ...common,
  amount_off: integer.optional(),
  currency: text.regex(/^[A-Za-z]{3}$/, 'currency').optional(),
  duration: oneOf('forever', 'once', 'repeating').optional(),
  duration_in_months: integer.optional(),
  id: text.max(200).optional(),
  max_redemptions: integer.optional(),
  metadata: metadata.optional(),
  name: text.max(40).optional(),
  percent_off: percent.optional(),
  redeem_by: timestamp.optional(),
})

function createCoupon(world: World, params: z.output<typeof newCoupon>): Stripe.Coupon {
  const { amount_off, duration = 'once', duration_in_months: months, percent_off } = params
  checkTerms(params)
  if ((duration === 'repeating') !== (months !== undefined))
    throw invalid(
      duration === 'repeating'
        ? 'You must pass duration_in_months when passing duration=repeating'
        : 'You can only pass duration_in_months when passing duration=repeating',
      { param: 'duration_in_months' },
    )
  checkCount('duration_in_months', months)
  checkCount('max_redemptions', params.max_redemptions)
  const created = serverNow(world)
  if (params.redeem_by !== undefined && params.redeem_by <= created)
    throw invalid('`redeem_by` must be in the future.', { param: 'redeem_by' })
  if (params.id !== undefined && world.store.get('coupon', params.id))
    throw invalid('Coupon already exists.', { code: 'resource_already_exists', param: 'id' })
  const coupon = buildCoupon(
    {
      id: params.id,
      amount_off: amount_off ?? null,
      currency: amount_off === undefined ? null : (params.currency?.toLowerCase() ?? null),
      duration,
      duration_in_months: months ?? null,
      max_redemptions: params.max_redemptions ?? null,
      metadata: mergeMetadata(null, params.metadata),
      name: params.name ?? null,
      percent_off: percent_off ?? null,
      redeem_by: params.redeem_by ?? null,
    },
    created,
  )
  return create(world, 'coupon', coupon, 'coupon.created')
}

function checkTerms({ amount_off, currency, percent_off }: z.output<typeof newCoupon>): void {
  if (amount_off === undefined && percent_off === undefined)
    throw invalid('Must provide percent_off or amount_off.', { code: 'parameter_missing' })
  if (amount_off !== undefined && percent_off !== undefined)
    throw invalid('You may only specify one of these parameters: amount_off, percent_off.', {
      code: 'parameters_exclusive',
    })
  if (percent_off !== undefined && (percent_off <= 0 || percent_off > 100))
    throw invalid('Invalid percent_off: must be greater than 0 and less than or equal to 100', {
      param: 'percent_off',
    })
  checkCount('amount_off', amount_off)
  if (amount_off !== undefined && currency === undefined)
    throw invalid('You must pass currency when passing amount_off', {
      code: 'parameter_missing',
      param: 'currency',
    })
}

/** Refuses what must be at least one. */
export function checkCount(param: string, count: number | undefined): void {
  if (count !== undefined && count < 1)
    throw invalid('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param,
    })
}

export const couponRoutes = [
  route('POST', '/v1/coupons', newCoupon.shape, createCoupon),
  route('GET', '/v1/coupons/:id', common, (world, _params, id) => need(world, 'coupon', id)),
  route(
    'POST',
    '/v1/coupons/:id',
    { ...common, metadata: metadata.optional(), name: text.max(40).optional() },
    (world, { metadata: given, name }, id) => {
      const coupon = need(world, 'coupon', id)
      const patch = {
        ...(name === undefined ? {} : { name }),
        metadata: mergeMetadata(coupon.metadata, given),
      }
      return change(world, 'coupon', coupon, patch, 'coupon.updated')
    },
  ),
  route('DELETE', '/v1/coupons/:id', {}, (world, _params, id) => {
    const ended = endCoupon(world, need(world, 'coupon', id))
    world.store.put('deleted_coupon', ended)
    world.store.remove('coupon', id)
    world.announce('coupon.deleted', ended)
    return { id, object: 'coupon', deleted: true }
  }),
  route('GET', '/v1/coupons', { ...listing, created: range.optional() }, (world, params) =>
    pageOf(world, 'coupon', '/v1/coupons', params, {
      fits: ({ created }) => within(created, params.created),
    }),
  ),
  route('DELETE', '/v1/subscriptions/:id/discount', {}, (world, _params, id) => {
    const subscription = need(world, 'subscription', id)
    const last = subscription.discounts.map(needId).at(-1)
    if (last === undefined) throw missing('discount', id)
    const { end: _end, ...rest } = endDiscount(world, last)
    const discounts = subscription.discounts.filter((held) => idOf(held) !== last)
    changeSubscription(world, subscription, { discounts })
    return { ...rest, deleted: true }
  }),
]
