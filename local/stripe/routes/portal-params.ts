/** What a portal configuration can be made of. */
import { z } from 'zod'
import {
  clearableText,
  common,
  flag,
  integer,
  metadata,
  oneOf,
  text,
  webAddress,
} from '../kernel/params.ts'
import { feedbacks } from './subscription-params.ts'

/** A list that an empty value empties. */
function clearable<T>(item: z.ZodType<T, string>): z.ZodType<T[], '' | string[]> {
  return z.union([z.literal('').transform((): T[] => []), z.array(item)])
}

const clearableAddress = z.union([z.literal('').transform(() => null), webAddress])

const product = z.strictObject({
  adjustable_quantity: z
    .strictObject({ enabled: flag, maximum: integer.optional(), minimum: integer.optional() })
    .optional(),
  prices: z.array(text).min(1),
  product: text,
})

const prorationBehavior = oneOf('always_invoice', 'create_prorations', 'none')

export const features = z.strictObject({
  customer_update: z
    .strictObject({
      allowed_updates: clearable(
        oneOf('address', 'email', 'name', 'phone', 'shipping', 'tax_id'),
      ).optional(),
      enabled: flag.optional(),
    })
    .optional(),
  invoice_history: z.strictObject({ enabled: flag }).optional(),
  payment_method_update: z
    .strictObject({ enabled: flag, payment_method_configuration: clearableText.optional() })
    .optional(),
  subscription_cancel: z
    .strictObject({
      cancellation_reason: z
        .strictObject({ enabled: flag, options: clearable(oneOf(...feedbacks)).optional() })
        .optional(),
      enabled: flag.optional(),
      mode: oneOf('at_period_end', 'immediately').optional(),
      proration_behavior: prorationBehavior.optional(),
    })
    .optional(),
  subscription_update: z
    .strictObject({
      billing_cycle_anchor: oneOf('now', 'unchanged').optional(),
      default_allowed_updates: clearable(oneOf('price', 'promotion_code', 'quantity')).optional(),
      enabled: flag.optional(),
      products: z
        .union([
          z.literal('').transform((): z.output<typeof product>[] => []),
          z.array(product).max(10),
        ])
        .optional(),
      proration_behavior: prorationBehavior.optional(),
      trial_update_behavior: oneOf('continue_trial', 'end_trial').optional(),
    })
    .optional(),
})

const businessProfile = z.strictObject({
  headline: z
    .string()
    .max(60)
    .transform((value) => (value === '' ? null : value))
    .optional(),
  privacy_policy_url: clearableAddress.optional(),
  terms_of_service_url: clearableAddress.optional(),
})

export const configuration = {
  ...common,
  business_profile: businessProfile.optional(),
  default_return_url: clearableAddress.optional(),
  metadata: metadata.optional(),
  name: clearableText.optional(),
}

export type GivenFeatures = z.output<typeof features>
export type GivenProfile = z.output<typeof businessProfile>
