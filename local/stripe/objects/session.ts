import type { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'

type SessionFields = {
  base: string
  created: number
  expiresAt: number
  currency: string
  total: number
  customer: string | null
  customerEmail: string | null
  clientReferenceId: string | null
  metadata: Stripe.Metadata
  successUrl: string
  cancelUrl: string | null
  locale: string | null
  paymentMethodCollection: 'always' | 'if_required'
  allowPromotionCodes: boolean | null
}

/** An open Checkout session for a subscription. */
export function buildSession(fields: SessionFields): Stripe.Checkout.Session {
  const id = newId('cs_test', 54)
  return {
    ...ordinary,
    id,
    allow_promotion_codes: fields.allowPromotionCodes,
    amount_subtotal: fields.total,
    amount_total: fields.total,
    cancel_url: fields.cancelUrl,
    client_reference_id: fields.clientReferenceId,
    created: fields.created,
    currency: fields.currency,
    customer: fields.customer,
    customer_creation: fields.customer === null ? 'always' : null,
    customer_details: fields.customerEmail === null ? null : detailsOf(fields.customerEmail, null),
    customer_email: fields.customer === null ? fields.customerEmail : null,
    expires_at: fields.expiresAt,
    locale: fields.locale,
    metadata: fields.metadata,
    payment_method_collection: fields.paymentMethodCollection,
    success_url: fields.successUrl,
    url: `${fields.base}/c/pay/${id}`,
  }
}

/** Who paid, as the session tells it. */
export function detailsOf(
  email: string | null,
  name: string | null,
): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }
}

/** What is the same on every session of this server. */
const ordinary = {
  object: 'checkout.session',
  adaptive_pricing: null,
  after_expiration: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer_account: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  managed_payments: null,
  mode: 'subscription',
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_configuration_details: null,
  payment_method_options: { card: { request_three_d_secure: 'automatic' } },
  payment_method_types: ['card'],
  payment_status: 'unpaid',
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: {
    allow_redisplay_filters: ['always'],
    payment_method_remove: 'disabled',
    payment_method_save: null,
  },
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  status: 'open',
  submit_type: null,
  subscription: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  ui_mode: 'hosted_page',
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>

/** What is bought in a session, shown only when it is asked for. */
export function buildLineItem(
  id: string,
  price: Stripe.Price,
  quantity: number,
  description: string,
): Stripe.LineItem {
  const amount = (price.unit_amount ?? 0) * quantity
  return {
    id,
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description,
    metadata: {},
    price,
    quantity,
  }
}
