import type { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'

type Fields = Pick<
  Stripe.Customer,
  'email' | 'name' | 'phone' | 'description' | 'metadata' | 'address' | 'test_clock'
>

/** A new customer without card, balance or currency. */
export function buildCustomer(fields: Fields, created: number): Stripe.Customer {
  return {
    id: newId('cus', 14),
    object: 'customer',
    address: fields.address ?? null,
    balance: 0,
    created,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: fields.description,
    discount: null,
    email: fields.email,
    invoice_prefix: newId('', 5).slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: fields.metadata,
    name: fields.name ?? null,
    next_invoice_sequence: 1,
    phone: fields.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: fields.test_clock ?? null,
  }
}
