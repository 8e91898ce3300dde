import { Stripe } from 'stripe'
import { newId } from '../kernel/ids.ts'
import { wholeList } from '../kernel/paging.ts'
import { needId } from '../kernel/reference.ts'
import { ordinary } from './invoice.ts'

type Fields = {
  customer: Stripe.Customer
  items: { price: Stripe.Price; quantity: number; name: string }[]
  currency: string
  created: number
  description: string | null
  metadata: Stripe.Metadata
}

/** The draft of an invoice for what was bought once. */
export function buildPurchaseInvoice(fields: Fields): Stripe.Invoice {
  const { created, customer, currency } = fields
  const id = newId('in')
  const lines = fields.items.map((item) => buildLine(id, item, fields))
  const total = lines.reduce((sum, line) => sum + line.amount, 0)
  return {
    ...ordinary,
    id,
    amount_due: total,
    amount_remaining: total,
    auto_advance: false,
    automatically_finalizes_at: null,
    billing_reason: 'manual',
    collection_method: 'charge_automatically',
    created,
    currency,
    customer: customer.id,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    description: fields.description,
    hosted_invoice_url: null,
    invoice_pdf: null,
    lines: wholeList(lines, `/v1/invoices/${id}/lines`),
    metadata: fields.metadata,
    parent: null,
    period_end: created,
    period_start: created,
    starting_balance: 0,
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: customer.test_clock ?? null,
    total,
    total_excluding_tax: total,
  }
}

function buildLine(
  invoice: string,
  { price, quantity, name }: Fields['items'][number],
  { created, currency }: Fields,
): Stripe.InvoiceLineItem {
  const amount = (price.unit_amount ?? 0) * quantity
  return {
    id: newId('il'),
    object: 'line_item',
    amount,
    currency,
    description: name,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: {},
    parent: {
      invoice_item_details: {
        invoice_item: newId('ii'),
        proration: false,
        proration_details: null,
        subscription: null,
      },
      subscription_item_details: null,
      type: 'invoice_item_details',
    },
    period: { start: created, end: created },
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: needId(price.product) },
      type: 'price_details',
      unit_amount_decimal: Stripe.Decimal.from(price.unit_amount ?? 0),
    },
    quantity,
    quantity_decimal: Stripe.Decimal.from(quantity),
    subscription: null,
    subtotal: amount,
    taxes: [],
  }
}
