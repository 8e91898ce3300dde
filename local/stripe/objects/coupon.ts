import type { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'

type CouponFields = Pick<
  Stripe.Coupon,
  | 'amount_off'
  | 'currency'
  | 'duration'
  | 'duration_in_months'
  | 'max_redemptions'
  | 'metadata'
  | 'name'
  | 'percent_off'
  | 'redeem_by'
> & { id: string | undefined }

/** What is given off, and for how long. */
export function buildCoupon(fields: CouponFields, created: number): Stripe.Coupon {
  return {
    ...fields,
    id: fields.id ?? newId('', 8).slice(1),
    object: 'coupon',
    created,
    livemode: false,
    times_redeemed: 0,
    valid: true,
  }
}

type CodeFields = Pick<
  Stripe.PromotionCode,
  'active' | 'customer' | 'expires_at' | 'max_redemptions' | 'metadata'
> & { code: string | undefined; coupon: string; firstTimeOnly: boolean }

/** What buyers type to redeem a coupon. */
export function buildPromotionCode(fields: CodeFields, created: number): Stripe.PromotionCode {
  return {
    id: newId('promo'),
    object: 'promotion_code',
    active: fields.active,
    code: fields.code ?? newId('', 8).slice(1).toUpperCase(),
    created,
    customer: fields.customer,
    customer_account: null,
    expires_at: fields.expires_at,
    livemode: false,
    max_redemptions: fields.max_redemptions,
    metadata: fields.metadata,
    promotion: { coupon: fields.coupon, type: 'coupon' },
    restrictions: {
      first_time_transaction: fields.firstTimeOnly,
      minimum_amount: null,
      minimum_amount_currency: null,
    },
    times_redeemed: 0,
  }
}

type DiscountFields = Pick<
  Stripe.Discount,
  'checkout_session' | 'end' | 'promotion_code' | 'start' | 'subscription'
> & { coupon: string; customer: string | null }

/** A coupon that somebody has redeemed. */
export function buildDiscount(fields: DiscountFields): Stripe.Discount {
  return {
    id: newId('di'),
    object: 'discount',
    checkout_session: fields.checkout_session,
    customer: fields.customer,
    customer_account: null,
    end: fields.end,
    invoice: null,
    invoice_item: null,
    promotion_code: fields.promotion_code,
    source: { coupon: fields.coupon, type: 'coupon' },
    start: fields.start,
    subscription: fields.subscription,
    subscription_item: null,
  }
}
