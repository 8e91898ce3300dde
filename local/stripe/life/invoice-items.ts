/** What waits for the next invoice of a subscription, and what was last billed for its items. */
import type { Stripe } from 'stripe'
import type { Billed } from '../kernel/kinds.ts'
import { needId } from '../kernel/reference.ts'
import { create, now, type World } from '../kernel/world.ts'
import { buildInvoiceItem, type Proration } from '../objects/invoice-item.ts'

/** What waits for the next invoice of a subscription, in the order in which it was made. */
export function pendingItems(
  world: World,
  subscription: Stripe.Subscription,
): Stripe.InvoiceItem[] {
  const own = world.store.all('invoiceitem', needId(subscription.customer))
  return own
    .filter(
      ({ invoice, parent }) =>
        invoice === null && parent?.subscription_details?.subscription === subscription.id,
    )
    .toReversed()
}

/** Prorations as invoice items that are not kept yet. */
export function itemsOf(
  world: World,
  subscription: Stripe.Subscription,
  prorations: readonly Proration[],
): Stripe.InvoiceItem[] {
  const created = now(world, needId(subscription.customer))
  return prorations.map((one) => {
    const product = needId(one.item.price.product)
    const productName = world.store.get('product', product)?.name ?? product
    return buildInvoiceItem(subscription, one, { productName, created })
  })
}

/** Keeps them for the next invoice. */
export function keepItems(world: World, items: readonly Stripe.InvoiceItem[]): void {
  for (const item of items) create(world, 'invoiceitem', item, 'invoiceitem.created')
}

/** What waits is not asked for any more. */
export function dropPending(world: World, subscription: Stripe.Subscription): void {
  for (const item of pendingItems(world, subscription)) {
    world.store.remove('invoiceitem', item.id)
    world.announce('invoiceitem.deleted', item)
  }
}

/** Remembers what an invoice asks for each subscription item: the last of its lines counts. */
export function rememberBilled(world: World, invoice: Stripe.Invoice): void {
  for (const line of invoice.lines.data) {
    const details = line.parent?.subscription_item_details
    if (!details || line.amount < 0) continue
    const discounts = line.discount_amounts ?? []
    world.store.put('billed', {
      id: details.subscription_item,
      customer: needId(invoice.customer),
      amount: line.amount - discounts.reduce((sum, { amount }) => sum + amount, 0),
      ...line.period,
      line: { invoice: invoice.id, id: line.id },
    })
  }
}

/** The same for what waits: a credit is a part of it already. */
export function rememberPending(world: World, items: readonly Stripe.InvoiceItem[]): void {
  for (const { amount, customer, parent, period } of items) {
    const id = parent?.subscription_details?.subscription_item
    if (id === undefined || amount < 0) continue
    world.store.put('billed', { id, customer: needId(customer), amount, ...period, line: null })
  }
}

/** What was last asked for an item. What an older version of this server kept does not say: then its price. */
export function billedFor(world: World, item: Stripe.SubscriptionItem): Billed {
  const known = world.store.get('billed', item.id)
  if (known) return known
  return {
    id: item.id,
    customer: '',
    amount: (item.price.unit_amount ?? 0) * (item.quantity ?? 1),
    start: item.current_period_start,
    end: item.current_period_end,
    line: null,
  }
}
