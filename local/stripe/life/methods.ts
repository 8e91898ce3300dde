/** Cards and whose they are. */
import type { Stripe } from 'stripe'
import { invalid } from '../kernel/api-error.ts'
import { idOf } from '../kernel/reference.ts'
import { change, need, type World } from '../kernel/world.ts'
import { keepTestCard } from './cards.ts'

/** Gives a card to a customer. One that is the customer's already stays as it is. */
export function attachMethod(world: World, id: string, customer: string): Stripe.PaymentMethod {
  const method = need(world, 'payment_method', id)
  if (idOf(method.customer) === customer) return method
  if (method.customer !== null)
    throw invalid('The payment method you provided has already been attached to a customer.', {
      code: 'payment_method_unexpected_state',
    })
  return change(world, 'payment_method', method, { customer }, 'payment_method.attached')
}

/**
 * The customer's own card with this id. Stripe's names of test cards stand for a new card, which is
 * attached. Throws Stripe's refusal for a card of somebody else.
 */
export function methodOfCustomer(
  world: World,
  id: string,
  customer: string,
  param: string,
): string {
  const token = keepTestCard(world, id)
  if (token !== null) return attachMethod(world, token, customer).id
  const method = need(world, 'payment_method', id, param)
  if (idOf(method.customer) !== customer)
    throw invalid(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      { code: 'resource_missing', param },
    )
  return method.id
}

/** Takes a card from its customer; whatever it was the default of has none any more. */
export function detachMethod(world: World, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  const owner = idOf(method.customer)
  if (owner === null)
    throw invalid(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
    )
  const customer = world.store.get('customer', owner)
  if (customer && idOf(customer.invoice_settings.default_payment_method) === method.id) {
    const invoice_settings = { ...customer.invoice_settings, default_payment_method: null }
    change(world, 'customer', customer, { invoice_settings }, 'customer.updated')
  }
  for (const one of world.store.all('subscription', owner))
    if (one.ended_at === null && idOf(one.default_payment_method) === method.id)
      change(
        world,
        'subscription',
        one,
        { default_payment_method: null },
        'customer.subscription.updated',
      )
  return change(world, 'payment_method', method, { customer: null }, 'payment_method.detached')
}
