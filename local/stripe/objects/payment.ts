import type { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'
import { needId } from '../kernel/reference.ts'

/** The payment of an invoice, not yet made. */
export function buildPaymentIntent(
  invoice: Stripe.Invoice,
  paymentMethod: string | null,
  created: number,
): Stripe.PaymentIntent {
  const id = newId('pi', 20)
  return {
    ...ordinaryIntent,
    id,
    amount: invoice.amount_remaining,
    client_secret: newId(`${id}_secret`),
    created,
    currency: invoice.currency,
    customer: needId(invoice.customer),
    description:
      invoice.billing_reason === 'subscription_create'
        ? 'Subscription creation'
        : 'Subscription update',
    payment_method: paymentMethod,
    status: paymentMethod === null ? 'requires_payment_method' : 'requires_confirmation',
  }
}

/** The payment of something that is bought once, not yet made. */
export function buildPurchaseIntent(
  fields: Pick<
    Stripe.PaymentIntent,
    'amount' | 'created' | 'currency' | 'customer' | 'description' | 'metadata'
  >,
): Stripe.PaymentIntent {
  const id = newId('pi', 20)
  return {
    ...ordinaryIntent,
    ...fields,
    id,
    client_secret: newId(`${id}_secret`),
    payment_method: null,
    setup_future_usage: null,
    status: 'requires_payment_method',
  }
}

/** What is the same on every new one of this server. */
const ordinaryIntent = {
  object: 'payment_intent',
  allowed_payment_method_types: null,
  amount_capturable: 0,
  amount_received: 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  canceled_at: null,
  cancellation_reason: null,
  capture_method: 'automatic',
  confirmation_method: 'automatic',
  customer_account: null,
  excluded_payment_method_types: null,
  last_payment_error: null,
  latest_charge: null,
  livemode: false,
  managed_payments: null,
  metadata: {},
  next_action: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_options: {
    card: {
      installments: null,
      mandate_options: null,
      network: null,
      request_three_d_secure: 'automatic',
    },
  },
  payment_method_types: ['card'],
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: 'off_session',
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
} satisfies Partial<Stripe.PaymentIntent>

/** The link between an invoice and its payment. */
export function buildInvoicePayment(
  invoice: Stripe.Invoice,
  paymentIntent: string,
  created: number,
): Stripe.InvoicePayment {
  return {
    id: newId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_remaining,
    created,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: paymentIntent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  }
}

export type CardFields = {
  brand: string
  last4: string
  expMonth: number
  expYear: number
  fingerprint: string
  name: string | null
  email: string | null
}

/** A card. It belongs to nobody until it is attached. */
export function buildCard(card: CardFields, created: number): Stripe.PaymentMethod {
  return {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: {
        city: null,
        country: null,
        line1: null,
        line2: null,
        postal_code: null,
        state: null,
      },
      email: card.email,
      name: card.name,
      phone: null,
      tax_id: null,
    },
    card: {
      brand: card.brand,
      checks: {
        address_line1_check: null,
        address_postal_code_check: null,
        cvc_check: 'pass',
      },
      country: 'US',
      display_brand: card.brand,
      exp_month: card.expMonth,
      exp_year: card.expYear,
      fingerprint: card.fingerprint,
      funding: 'credit',
      generated_from: null,
      last4: card.last4,
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  }
}
