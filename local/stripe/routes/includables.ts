import type { Includables } from '../kernel/expand.ts'
import { wholeList } from '../kernel/paging.ts'
import { idOf } from '../kernel/reference.ts'
import { lineItemsOf } from '../life/quoting.ts'
import { taxIdsOf } from '../life/tax-ids.ts'

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** What an object has only when `expand` asks for it. */
export const includables: Includables = {
  'checkout.session.line_items': (world, { id }) => lineItemsOf(world, text(id)),
  // Coupons here are for every product, which Stripe says by leaving it out.
  'coupon.applies_to': () => undefined,
  'customer.subscriptions': (world, { id }) => {
    const all = world.store.all('subscription', text(id))
    const live = all.filter(({ status }) => status !== 'canceled')
    return wholeList(live, `/v1/customers/${text(id)}/subscriptions`)
  },
  'customer.tax_ids': (world, { id }) =>
    wholeList(taxIdsOf(world, text(id)), `/v1/customers/${text(id)}/tax_ids`),
  'invoice.payments': (world, { id, customer }) => {
    const all = [...world.store.list('invoice_payment', idOf(text(customer)))]
    const own = all.filter(({ invoice }) => invoice === id)
    return wholeList(own, `/v1/invoice_payments?invoice=${text(id)}`)
  },
  'invoice.confirmation_secret': (world, { id, customer }) => {
    for (const { invoice, payment } of world.store.list('invoice_payment', text(customer))) {
      const intent = world.store.get('payment_intent', idOf(payment.payment_intent) ?? '')
      if (invoice === id && intent?.client_secret)
        return { client_secret: intent.client_secret, type: 'payment_intent' }
    }
    return null
  },
  'charge.refunds': (world, { id, customer }) => {
    const all = world.store.all('refund', text(customer))
    const own = all.filter(({ charge }) => charge === id)
    return wholeList(own, `/v1/charges/${text(id)}/refunds`)
  },
}
