import type { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'
import { wholeList } from '../kernel/paging.ts'
import { planOf } from './catalog.ts'

export type SubscriptionFields = {
  customer: Stripe.Customer
  items: { price: Stripe.Price; quantity: number }[]
  currency: string
  created: number
  anchor: number
  period: { start: number; end: number }
  trial: { start: number; end: number } | null
  missingPaymentMethod: 'cancel' | 'create_invoice' | 'pause'
  status: Stripe.Subscription.Status
  defaultPaymentMethod: string | null
  metadata: Stripe.Metadata
  description: string | null
  collectionMethod: 'charge_automatically' | 'send_invoice'
  daysUntilDue: number | null
  automaticTax: boolean
}

/** A new subscription. `latest_invoice` is set when its first invoice is made. */
export function buildSubscription(fields: SubscriptionFields): Stripe.Subscription {
  const id = newId('sub', 20)
  const items = fields.items.map((item) => buildItem(id, item, fields))
  return {
    ...ordinary,
    id,
    automatic_tax: automaticTax(fields.automaticTax),
    billing_cycle_anchor: fields.anchor,
    collection_method: fields.collectionMethod,
    created: fields.created,
    currency: fields.currency,
    customer: fields.customer.id,
    days_until_due: fields.daysUntilDue,
    default_payment_method: fields.defaultPaymentMethod,
    description: fields.description,
    items: wholeList(items, `/v1/subscription_items?subscription=${id}`),
    metadata: fields.metadata,
    start_date: fields.created,
    status: fields.status,
    test_clock: fields.customer.test_clock ?? null,
    trial_end: fields.trial?.end ?? null,
    trial_settings: {
      end_behavior: {
        billing_cycle_anchor: null,
        missing_payment_method: fields.missingPaymentMethod,
      },
    },
    trial_start: fields.trial?.start ?? null,
  }
}

/** Whether tax is computed on what is billed. */
export function automaticTax(enabled: boolean): Stripe.Subscription.AutomaticTax {
  return { disabled_reason: null, enabled, liability: enabled ? { type: 'self' } : null }
}

/** What is the same on every new one of this server. */
const ordinary = {
  object: 'subscription',
  application: null,
  application_fee_percent: null,
  billing_cycle_anchor_config: null,
  billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
  billing_schedules: [],
  billing_thresholds: null,
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
  customer_account: null,
  default_source: null,
  default_tax_rates: [],
  discounts: [],
  ended_at: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  latest_invoice: null,
  livemode: false,
  managed_payments: null,
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  payment_settings: {
    payment_method_options: null,
    payment_method_types: null,
    save_default_payment_method: 'off',
  },
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  transfer_data: null,
} satisfies Partial<Stripe.Subscription>

/** One thing that is subscribed to. Its period is where Stripe keeps the subscription's. */
export function buildItem(
  subscription: string,
  { price, quantity }: { price: Stripe.Price; quantity: number },
  { created, period }: { created: number; period: { start: number; end: number } },
): Stripe.SubscriptionItem {
  return {
    id: newId('si', 14),
    object: 'subscription_item',
    billing_thresholds: null,
    created,
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planOf(price),
    price,
    quantity,
    subscription,
    tax_rates: [],
  }
}
