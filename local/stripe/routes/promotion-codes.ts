/** The codes that buyers type to redeem a coupon. */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import { invalid } from '../kernel/api-error.ts'
import { pageOf } from '../kernel/paging.ts'
import {
  common,
  flag,
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
import { endCode, findCode } from '../life/redeeming.ts'
import { buildPromotionCode } from '../objects/coupon.ts'
import { checkCount } from './coupons.ts'

const newCode = z.object({
  ...common,
  active: flag.optional(),
  code: text
    .max(500)
    .regex(/^[A-Za-z0-9-]+$/, 'code')
    .optional(),
  customer: text.optional(),
  expires_at: timestamp.optional(),
  max_redemptions: integer.optional(),
  metadata: metadata.optional(),
  promotion: z.strictObject({ coupon: text, type: oneOf('coupon') }),
  restrictions: z.strictObject({ first_time_transaction: flag.optional() }).optional(),
})

function createCode(world: World, params: z.output<typeof newCode>): Stripe.PromotionCode {
  const coupon = need(world, 'coupon', params.promotion.coupon, 'promotion[coupon]')
  const created = serverNow(world)
  checkCount('max_redemptions', params.max_redemptions)
  if (params.customer !== undefined) need(world, 'customer', params.customer, 'customer')
  if (params.expires_at !== undefined && params.expires_at <= created)
    throw invalid('`expires_at` must be in the future.', { param: 'expires_at' })
  if (!coupon.valid)
    throw invalid('The coupon of a promotion code must be valid.', { param: 'promotion[coupon]' })
  freeCode(world, params.code)
  const code = buildPromotionCode(
    {
      active: params.active ?? true,
      code: params.code,
      coupon: coupon.id,
      customer: params.customer ?? null,
      expires_at: params.expires_at ?? null,
      firstTimeOnly: params.restrictions?.first_time_transaction ?? false,
      max_redemptions: params.max_redemptions ?? null,
      metadata: mergeMetadata(null, params.metadata),
    },
    created,
  )
  return create(world, 'promotion_code', code, 'promotion_code.created')
}

/** Among those that can be redeemed a code is there once. */
function freeCode(world: World, code: string | undefined): void {
  if (code !== undefined && findCode(world, code)?.active)
    throw invalid(`An active promotion code with \`code: ${code}\` already exists.`, {
      code: 'resource_already_exists',
      param: 'code',
    })
}

/** Switches a code on or off. One whose coupon is used up can not be switched on. */
function activate(world: World, code: Stripe.PromotionCode, active: boolean): Stripe.PromotionCode {
  if (active === code.active) return code
  if (!active) return endCode(world, code)
  if (!world.store.get('coupon', needId(code.promotion.coupon))?.valid)
    throw invalid('This promotion code cannot be activated because its coupon is not valid.', {
      param: 'active',
    })
  freeCode(world, code.code)
  return change(world, 'promotion_code', code, { active }, 'promotion_code.updated')
}

export const promotionCodeRoutes = [
  route('POST', '/v1/promotion_codes', newCode.shape, createCode),
  route('GET', '/v1/promotion_codes/:id', common, (world, _params, id) =>
    need(world, 'promotion_code', id),
  ),
  route(
    'POST',
    '/v1/promotion_codes/:id',
    { ...common, active: flag.optional(), metadata: metadata.optional() },
    (world, { active, metadata: given }, id) => {
      const code = need(world, 'promotion_code', id)
      const held = activate(world, code, active ?? code.active)
      const patch = { metadata: mergeMetadata(held.metadata, given) }
      return change(world, 'promotion_code', held, patch, 'promotion_code.updated')
    },
  ),
  route(
    'GET',
    '/v1/promotion_codes',
    {
      ...listing,
      active: flag.optional(),
      code: text.optional(),
      coupon: text.optional(),
      created: range.optional(),
      customer: text.optional(),
    },
    (world, params) =>
      pageOf(world, 'promotion_code', '/v1/promotion_codes', params, {
        owner: params.coupon,
        fits: (one) =>
          (params.active === undefined || params.active === one.active) &&
          (params.code === undefined || params.code.toLowerCase() === one.code.toLowerCase()) &&
          (params.customer === undefined || params.customer === idOf(one.customer)) &&
          within(one.created, params.created),
      }),
  ),
]
