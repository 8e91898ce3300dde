/** What Checkout in `payment` mode makes: one payment, and an invoice as its receipt where that is wanted. */
import type { Stripe } from 'stripe'
import type { Order } from '../kernel/kinds.ts'
import { idOf } from '../kernel/reference.ts'
import { create, need, now, type World } from '../kernel/world.ts'
import { buildInvoicePayment, buildPurchaseIntent } from '../objects/payment.ts'
import { buildPurchaseInvoice } from '../objects/purchase.ts'
import { redeem } from './discounts.ts'
import { markPaid, openInvoice } from './invoicing.ts'
import { settle } from './paying.ts'
import { invoiceTax, recipientOf } from './pricing.ts'
import { type Offer, reductionOf } from './redeeming.ts'
import { withTotals } from './totals.ts'

export type Purchase = {
  session: Stripe.Checkout.Session
  order: Order
  /** Null for a guest. */
  customer: Stripe.Customer | null
  /** The card that pays; null when nothing is due. */
  method: string | null
  offer: Offer | null
  country: string | null
}

/** Takes the money that the bank has agreed to, and makes the invoice. */
export function buy(
  world: World,
  purchase: Purchase,
): { intent: string | null; invoice: string | null } {
  const { customer, method, offer, order, session } = purchase
  const use = { customer: customer?.id ?? null, subscription: null, session: session.id }
  const discount = offer ? redeem(world, offer, use) : null
  const amount = session.amount_total ?? 0
  const intent =
    amount === 0 || method === null
      ? null
      : buildPurchaseIntent({
          amount,
          created: now(world, use.customer),
          currency: session.currency ?? 'usd',
          customer: use.customer,
          description: order.payment?.description ?? null,
          metadata: order.payment?.metadata ?? {},
        })
  if (intent !== null && method !== null) {
    create(world, 'payment_intent', intent, 'payment_intent.created')
    settle(world, intent, method, { kind: 'paid' })
  }
  const wanted = session.invoice_creation?.enabled === true
  const invoice =
    wanted && customer ? invoiceFor(world, purchase, customer, discount, intent?.id ?? null) : null
  return { intent: intent?.id ?? null, invoice }
}

function invoiceFor(
  world: World,
  { session, order, country }: Purchase,
  customer: Stripe.Customer,
  discount: Stripe.Discount | null,
  intent: string | null,
): string {
  const moment = now(world, customer.id)
  const data = session.invoice_creation?.invoice_data
  const taxed = session.automatic_tax.enabled
  const built = buildPurchaseInvoice({
    customer,
    currency: session.currency ?? 'usd',
    created: moment,
    description: data?.description ?? null,
    metadata: data?.metadata ?? {},
    items: order.items.map(({ price: id, quantity }) => {
      const price = need(world, 'price', id)
      const name = world.store.get('product', idOf(price.product) ?? '')?.name ?? id
      return { price, quantity, name }
    }),
  })
  const coupon = idOf(discount?.source.coupon)
  const reductions = discount && coupon !== null ? [reductionOf(world, coupon, discount.id)] : []
  const draft = {
    ...withTotals(built, reductions, taxed ? (country ?? '') : null),
    ...recipientOf(world, customer),
    automatic_tax: invoiceTax(taxed),
  }
  create(world, 'invoice', draft, 'invoice.created')
  // It was paid for already: the customer's balance stays as it is.
  const settled = { due: draft.total, starting: 0, ending: 0 }
  const open = openInvoice(world, draft, settled)
  if (intent !== null)
    world.store.put('invoice_payment', buildInvoicePayment(open, intent, moment), customer.id)
  return markPaid(world, open).id
}
