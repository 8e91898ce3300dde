import type { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'

export type Configuration = Stripe.BillingPortal.Configuration
export type Features = Configuration['features']

/** What a portal offers when nobody chose. */
export const ordinaryFeatures: Features = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
    enabled: true,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
}

/** The same with everything off that can be: a configuration begins with what it names. */
export const noFeatures: Features = {
  ...ordinaryFeatures,
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: { ...ordinaryFeatures.subscription_cancel, enabled: false },
}

type Fields = Pick<
  Configuration,
  'business_profile' | 'default_return_url' | 'features' | 'is_default' | 'metadata' | 'name'
>

export function buildConfiguration(fields: Fields, created: number): Configuration {
  return {
    id: newId('bpc'),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    created,
    livemode: false,
    login_page: { enabled: false, url: null },
    updated: created,
    ...fields,
  }
}
