/** What a customer's own words on the payment page change about the customer. */
import type { Stripe } from 'stripe'
import type { Order } from '../kernel/kinds.ts'
import { change, type World } from '../kernel/world.ts'
import { addTaxId } from './tax-ids.ts'

type Said = {
  session: Stripe.Checkout.Session
  order: Order
  customer: Stripe.Customer
  method: string | null
}

/**
 * Keeps the buyer's address, business and tax id with the customer. Of a customer that was there before,
 * name and address change only where the session was told to update them.
 */
export function learn(world: World, { session, order, customer, method }: Said): Stripe.Customer {
  const { buyer, update } = order
  const isNew = session.customer === null
  const holder = world.store.get('payment_method', method ?? '')?.billing_details.name ?? null
  const name = buyer?.business?.name ?? (update?.name ? holder : null)
  const country = buyer?.country ?? null
  const known = world.store.get('customer', customer.id) ?? customer
  const after = change(
    world,
    'customer',
    known,
    {
      ...(known.email === null && buyer?.email ? { email: buyer.email } : {}),
      ...(name !== null && (isNew || update?.name) ? { name } : {}),
      ...(country !== null && (isNew || update?.address)
        ? {
            address: {
              city: null,
              country,
              line1: null,
              line2: null,
              postal_code: null,
              state: null,
            },
          }
        : {}),
    },
    'customer.updated',
  )
  if (buyer?.business) addTaxId(world, customer.id, buyer.business.taxId)
  return after
}
