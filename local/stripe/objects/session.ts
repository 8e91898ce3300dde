import type { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'

type SessionFields = {
  base: string
  created: number
  expiresAt: number
  currency: string
  mode: 'payment' | 'subscription'
  customer: string | null
  customerCreation: 'always' | 'if_required'
  customerEmail: string | null
  clientReferenceId: string | null
  metadata: Stripe.Metadata
  successUrl: string
  cancelUrl: string | null
  locale: string | null
  paymentMethodCollection: 'always' | 'if_required'
  allowPromotionCodes: boolean | null
  automaticTax: boolean
  discounts: Stripe.Checkout.Session.Discount[]
  invoiceCreation: Stripe.Checkout.Session.InvoiceCreation | null
  submitMessage: string | null
  taxIdCollection: Stripe.Checkout.Session.TaxIdCollection | null
}

/** An open Checkout session. What it comes to is set when it is known. */
export function buildSession(fields: SessionFields): Stripe.Checkout.Session {
  const id = newId('cs_test', 54)
  const { customer, submitMessage, taxIdCollection } = fields
  return {
    ...ordinary,
    id,
    allow_promotion_codes: fields.allowPromotionCodes,
    automatic_tax: sessionTax(fields.automaticTax, null),
    cancel_url: fields.cancelUrl,
    client_reference_id: fields.clientReferenceId,
    created: fields.created,
    currency: fields.currency,
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: submitMessage === null ? null : { message: submitMessage },
      terms_of_service_acceptance: null,
    },
    customer,
    customer_creation: customer === null ? fields.customerCreation : null,
    customer_details: fields.customerEmail === null ? null : detailsOf(fields.customerEmail, null),
    customer_email: customer === null ? fields.customerEmail : null,
    discounts: fields.discounts,
    expires_at: fields.expiresAt,
    invoice_creation: fields.invoiceCreation,
    locale: fields.locale,
    metadata: fields.metadata,
    mode: fields.mode,
    payment_method_collection: fields.paymentMethodCollection,
    success_url: fields.successUrl,
    ...(taxIdCollection === null ? {} : { tax_id_collection: taxIdCollection }),
    url: `${fields.base}/c/pay/${id}`,
  }
}

/** Whether tax is computed, and whether it is known where the buyer lives. */
export function sessionTax(
  enabled: boolean,
  country: string | null,
): Stripe.Checkout.Session.AutomaticTax {
  if (!enabled) return { enabled, liability: null, provider: null, status: null }
  return {
    enabled,
    liability: { type: 'self' },
    provider: 'stripe',
    status: country === null ? 'requires_location_inputs' : 'complete',
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
  amount_subtotal: 0,
  amount_total: 0,
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  customer_account: null,
  integration_identifier: null,
  invoice: null,
  livemode: false,
  managed_payments: null,
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
  { discount, tax }: { discount: number; tax: number },
): Stripe.LineItem {
  const amount = (price.unit_amount ?? 0) * quantity
  return {
    id,
    object: 'item',
    adjustable_quantity: null,
    amount_discount: discount,
    amount_subtotal: amount,
    amount_tax: tax,
    amount_total: amount - discount + tax,
    currency: price.currency,
    description,
    metadata: {},
    price,
    quantity,
  }
}
