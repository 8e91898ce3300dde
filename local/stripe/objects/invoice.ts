import { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'
import { wholeList } from '../kernel/paging.ts'
import { needId } from '../kernel/reference.ts'
import { settleBalance } from './balance.ts'
import { lineOfItem } from './invoice-item.ts'
import { priceInWords } from './money.ts'

export type InvoiceFields = {
  customer: Stripe.Customer
  subscription: Stripe.Subscription
  reason: 'subscription_create' | 'subscription_cycle' | 'subscription_update'
  /** What is paid for. Within a trial it is free. */
  period: { start: number; end: number }
  /** The invoice's own period: the one before, when it is for a new cycle. */
  own: { start: number; end: number }
  free: boolean
  /** Whether it asks for the period; else only for what waited for it. */
  regular: boolean
  /** What waited for it. */
  waiting: Stripe.InvoiceItem[]
  created: number
  /** When it becomes final by itself; null for never. */
  finalizesAt: number | null
  startingBalance: number
  /** What a product is called. */
  nameOf: (product: string) => string
}

/** A draft of an invoice for one period of a subscription. */
export function buildInvoice(fields: InvoiceFields): Stripe.Invoice {
  const { customer, subscription } = fields
  const id = newId('in')
  const lines = [
    ...fields.waiting.map((item) => lineOfItem(id, item)),
    ...(fields.regular ? subscription.items.data.map((item) => buildLine(id, item, fields)) : []),
  ]
  const total = lines.reduce((sum, line) => sum + line.amount, 0)
  const { due } = settleBalance(total, fields.startingBalance, subscription.currency)
  return {
    ...ordinary,
    id,
    amount_due: due,
    amount_remaining: due,
    auto_advance: fields.finalizesAt !== null,
    automatically_finalizes_at: fields.finalizesAt,
    billing_reason: fields.reason,
    collection_method: subscription.collection_method,
    created: fields.created,
    currency: subscription.currency,
    customer: customer.id,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    lines: wholeList(lines, `/v1/invoices/${id}/lines`),
    parent: {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: 'subscription_details',
    },
    period_end: fields.own.end,
    period_start: fields.own.start,
    starting_balance: fields.startingBalance,
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: subscription.test_clock,
    total,
    total_excluding_tax: total,
  }
}

/** What is the same on every new invoice of this server. */
export const ordinary = {
  object: 'invoice',
  account_country: 'US',
  account_name: 'Local test account',
  account_tax_ids: null,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_shipping: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  automatic_tax: {
    disabled_reason: null,
    enabled: false,
    liability: null,
    provider: null,
    status: null,
  },
  custom_fields: null,
  customer_account: null,
  customer_shipping: null,
  customer_tax_exempt: 'none',
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  due_date: null,
  effective_at: null,
  ending_balance: null,
  footer: null,
  from_invoice: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  metadata: {},
  next_payment_attempt: null,
  number: null,
  on_behalf_of: null,
  payment_settings: {
    default_mandate: null,
    payment_method_options: null,
    payment_method_types: null,
  },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null,
  status: 'draft',
  status_transitions: {
    finalized_at: null,
    marked_uncollectible_at: null,
    paid_at: null,
    voided_at: null,
  },
  total_discount_amounts: [],
  total_pretax_credit_amounts: [],
  total_taxes: [],
  webhooks_delivered_at: null,
} satisfies Partial<Stripe.Invoice>

function buildLine(
  invoice: string,
  item: Stripe.SubscriptionItem,
  { subscription, period, free, nameOf }: InvoiceFields,
): Stripe.InvoiceLineItem {
  const { price } = item
  const quantity = item.quantity ?? 1
  const amount = free ? 0 : (price.unit_amount ?? 0) * quantity
  return {
    id: newId('il'),
    object: 'line_item',
    amount,
    currency: subscription.currency,
    description: free
      ? `Free trial of ${quantity} × ${nameOf(needId(price.product))}`
      : `${quantity} × ${nameOf(needId(price.product))} (${priceInWords(price)})`,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: subscription.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: needId(price.product) },
      type: 'price_details',
      unit_amount_decimal: Stripe.Decimal.from(free ? 0 : (price.unit_amount ?? 0)),
    },
    quantity,
    quantity_decimal: Stripe.Decimal.from(quantity),
    subscription: subscription.id,
    subtotal: amount,
    taxes: [],
  }
}
