/** What a Checkout session can be made with. */
import { z } from 'zod'
import {
  common,
  flag,
  integer,
  metadata,
  oneOf,
  text,
  timestamp,
  webAddress,
} from '../kernel/params.ts'

const priceData = z.strictObject({
  currency: text.regex(/^[A-Za-z]{3}$/, 'currency'),
  product: text.optional(),
  product_data: z
    .strictObject({ description: text.optional(), metadata: metadata.optional(), name: text })
    .optional(),
  recurring: z
    .strictObject({
      interval: oneOf('day', 'week', 'month', 'year'),
      interval_count: integer.optional(),
    })
    .optional(),
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified').optional(),
  unit_amount: integer,
})

export const lineItem = z.strictObject({
  price: text.optional(),
  price_data: priceData.optional(),
  quantity: integer.optional(),
})

const subscriptionData = z.strictObject({
  description: text.optional(),
  metadata: metadata.optional(),
  trial_end: timestamp.optional(),
  trial_period_days: integer.optional(),
  trial_settings: z
    .strictObject({
      end_behavior: z.strictObject({
        missing_payment_method: oneOf('cancel', 'create_invoice', 'pause'),
      }),
    })
    .optional(),
})

export const newSession = z.object({
  ...common,
  allow_promotion_codes: flag.optional(),
  automatic_tax: z.strictObject({ enabled: flag }).optional(),
  billing_address_collection: oneOf('auto', 'required').optional(),
  cancel_url: webAddress.optional(),
  client_reference_id: text.max(200).optional(),
  custom_text: z
    .strictObject({ submit: z.strictObject({ message: text.max(1200) }).optional() })
    .optional(),
  customer: text.optional(),
  customer_creation: oneOf('always', 'if_required').optional(),
  customer_email: text.optional(),
  customer_update: z
    .strictObject({
      address: oneOf('auto', 'never').optional(),
      name: oneOf('auto', 'never').optional(),
    })
    .optional(),
  discounts: z
    .array(z.strictObject({ coupon: text.optional(), promotion_code: text.optional() }))
    .max(1)
    .optional(),
  expires_at: timestamp.optional(),
  invoice_creation: z
    .strictObject({
      enabled: flag,
      invoice_data: z
        .strictObject({ description: text.optional(), metadata: metadata.optional() })
        .optional(),
    })
    .optional(),
  line_items: z.array(lineItem).min(1).max(20),
  locale: text.optional(),
  metadata: metadata.optional(),
  mode: oneOf('payment', 'subscription').optional(),
  payment_intent_data: z
    .strictObject({ description: text.optional(), metadata: metadata.optional() })
    .optional(),
  payment_method_collection: oneOf('always', 'if_required').optional(),
  subscription_data: subscriptionData.optional(),
  success_url: webAddress,
  tax_id_collection: z
    .strictObject({ enabled: flag, required: oneOf('if_supported', 'never').optional() })
    .optional(),
  ui_mode: oneOf('hosted_page').optional(),
})

export type NewSession = z.output<typeof newSession>
