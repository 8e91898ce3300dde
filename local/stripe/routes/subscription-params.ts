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
  cancel_at: z
    .union([z.literal(''), oneOf('min_period_end', 'max_period_end'), timestamp])
    .optional(),
  cancel_at_period_end: flag.optional(),
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  days_until_due: integer.optional(),
  default_payment_method: clearableText.optional(),
  description: clearableText.optional(),
  metadata: metadata.optional(),
  off_session: flag.optional(),
  payment_behavior: oneOf(
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
  ).optional(),
  payment_settings: paymentSettings.optional(),
  proration_behavior: oneOf('always_invoice', 'create_prorations', 'none').optional(),
  trial_end: z.union([z.literal('now'), timestamp]).optional(),
  trial_settings: trialSettings.optional(),
}

export const creation = z.strictObject({
  ...both,
  currency: text.optional(),
  customer: text,
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

export const update = z.strictObject({
  ...both,
  cancellation_details: z
    .strictObject({ comment: clearableText.optional(), feedback: clearableText.optional() })
    .optional(),
  items: z
    .array(
      z.strictObject({
        deleted: flag.optional(),
        id: text.optional(),
        metadata: metadata.optional(),
        price: text.optional(),
        quantity: integer.optional(),
      }),
    )
    .optional(),
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
