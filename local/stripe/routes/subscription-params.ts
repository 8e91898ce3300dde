/** What a subscription can be made with and changed to. */
import { z } from 'zod'
import {
  clearableText,
  common,
  flag,
  integer,
  metadata,
  oneOf,
  text,
  timestamp,
} from '../kernel/params.ts'

const trialSettings = z.strictObject({
  end_behavior: z.strictObject({
    missing_payment_method: oneOf('cancel', 'create_invoice', 'pause'),
  }),
})

const paymentSettings = z.strictObject({
  save_default_payment_method: oneOf('off', 'on_subscription').optional(),
  payment_method_types: z.array(z.string()).optional(),
})

const both = {
  ...common,
  automatic_tax: z.strictObject({ enabled: flag }).optional(),
  cancel_at: z
    .union([z.literal(''), oneOf('min_period_end', 'max_period_end'), timestamp])
    .optional(),
  cancel_at_period_end: flag.optional(),
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  days_until_due: integer.optional(),
  default_payment_method: clearableText.optional(),
  description: clearableText.optional(),
  discounts: z
    .union([
      z.literal(''),
      z
        .array(
          z.strictObject({
            coupon: text.optional(),
            discount: text.optional(),
            promotion_code: text.optional(),
          }),
        )
        .max(20),
    ])
    .optional(),
  metadata: metadata.optional(),
  off_session: flag.optional(),
  payment_settings: paymentSettings.optional(),
  proration_behavior: oneOf('always_invoice', 'create_prorations', 'none').optional(),
  trial_end: z.union([z.literal('now'), timestamp]).optional(),
  trial_settings: trialSettings.optional(),
}

export const creation = z.strictObject({
  ...both,
  currency: text.optional(),
  customer: text,
  payment_behavior: oneOf(
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
  ).optional(),
  items: z
    .array(
      z.strictObject({
        metadata: metadata.optional(),
        price: text,
        quantity: integer.optional(),
      }),
    )
    .min(1)
    .max(20),
  trial_period_days: integer.optional(),
})

/** Why people leave, in Stripe's words. */
export const feedbacks = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const

export const cancellationDetails = z.strictObject({
  comment: clearableText.optional(),
  feedback: z
    .union([oneOf(...feedbacks), z.literal('')])
    .transform((value) => (value === '' ? null : value))
    .optional(),
})

const itemUpdate = z.strictObject({
  deleted: flag.optional(),
  id: text.optional(),
  metadata: metadata.optional(),
  price: text.optional(),
  quantity: integer.refine((value) => value >= 0, 'integer').optional(),
})

/** Whether a new cycle begins. Since 2026-09-30.endive this is a hash, not a word. */
export const anchorChange = z.strictObject({ type: oneOf('now', 'unchanged') })

/** What a change and its preview say in the same words. */
export const prorated = {
  billing_cycle_anchor: anchorChange.optional(),
  items: z.array(itemUpdate).max(20).optional(),
  proration_behavior: oneOf('always_invoice', 'create_prorations', 'none').optional(),
  proration_date: timestamp.optional(),
}

export const update = z.strictObject({
  ...both,
  ...prorated,
  cancellation_details: cancellationDetails.optional(),
  payment_behavior: oneOf(
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
    'pending_if_incomplete',
  ).optional(),
  pause_collection: z
    .union([
      z.literal(''),
      z.strictObject({
        behavior: oneOf('keep_as_draft', 'mark_uncollectible', 'void'),
        resumes_at: timestamp.optional(),
      }),
    ])
    .optional(),
})

export type Creation = z.output<typeof creation>
export type Update = z.output<typeof update>
export type ItemUpdate = z.output<typeof itemUpdate>
