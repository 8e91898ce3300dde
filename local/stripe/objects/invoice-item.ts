import { Stripe } from 'stripe'
import type { Billed } from '../kernel/kinds.ts'
import { newId } from '../kernel/ids.ts'
import { needId } from '../kernel/reference.ts'

/** Money for a part of a period: given back when it is negative, asked for otherwise. */
export type Proration = {
  item: Stripe.SubscriptionItem
  amount: number
  period: { start: number; end: number }
  /** The line that is given back in part. */
  credited: Billed['line']
}

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** A proration as it waits for its invoice. */
export function buildInvoiceItem(
  subscription: Stripe.Subscription,
  { item, amount, period, credited }: Proration,
  { productName, created }: { productName: string; created: number },
): Stripe.InvoiceItem {
  const quantity = item.quantity ?? 1
  const what = quantity === 1 ? productName : `${quantity} × ${productName}`
  return {
    id: newId('ii'),
    object: 'invoiceitem',
    amount,
    currency: subscription.currency,
    customer: needId(subscription.customer),
    customer_account: null,
    date: created,
    description: `${amount < 0 ? 'Unused' : 'Remaining'} time on ${what} after ${day.format(new Date(period.start * 1000))}`,
    discountable: false,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: subscription.metadata,
    parent: {
      subscription_details: { subscription: subscription.id, subscription_item: item.id },
      type: 'subscription_details',
    },
    period,
    pricing: {
      price_details: { price: item.price.id, product: needId(item.price.product) },
      type: 'price_details',
      unit_amount_decimal: Stripe.Decimal.from(item.price.unit_amount ?? 0),
    },
    proration: true,
    proration_details: {
      credited_items: credited && {
        invoice_line_item_details: {
          invoice: credited.invoice,
          invoice_line_items: [credited.id],
        },
        type: 'invoice_line_items',
      },
      discount_amounts: [],
    },
    quantity,
    quantity_decimal: Stripe.Decimal.from(quantity),
    tax_rates: [],
    test_clock: subscription.test_clock,
  }
}

/** An invoice item as a line of its invoice. */
export function lineOfItem(invoice: string, item: Stripe.InvoiceItem): Stripe.InvoiceLineItem {
  const details = item.parent?.subscription_details
  const subscription = details?.subscription ?? null
  const credited = item.proration_details?.credited_items?.invoice_line_item_details ?? null
  return {
    id: newId('il'),
    object: 'line_item',
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discount_amounts: [],
    discountable: item.discountable,
    discounts: [],
    invoice,
    livemode: false,
    metadata: item.metadata ?? {},
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: item.id,
        proration: item.proration,
        proration_details: { credited_items: credited },
        subscription,
        subscription_item: details?.subscription_item ?? '',
      },
      type: 'subscription_item_details',
    },
    period: item.period,
    pretax_credit_amounts: [],
    pricing: item.pricing,
    quantity: item.quantity,
    quantity_decimal: Stripe.Decimal.from(item.quantity),
    subscription,
    subtotal: item.amount,
    taxes: [],
  }
}
