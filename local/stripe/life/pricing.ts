/** What invoices of subscriptions come to, and whom they are for. */
import type { Stripe } from 'stripe'
import { invalid } from '../kernel/api-error.ts'
import type { World } from '../kernel/world.ts'
import { needId } from '../kernel/reference.ts'
import { reductionsOf } from './discounts.ts'
import { taxIdsOf } from './tax-ids.ts'
import { withTotals } from './totals.ts'

/** What an invoice says of its customer, as the customer is now. */
export function recipientOf(world: World, customer: Stripe.Customer) {
  return {
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_tax_ids: taxIdsOf(world, customer.id).map(({ type, value }) => ({ type, value })),
  } satisfies Partial<Stripe.Invoice>
}

/** Refuses to compute the tax of somebody of whom nobody knows where they live. */
export function checkLocation(world: World, customer: string): void {
  if (!world.store.get('customer', customer)?.address?.country)
    throw invalid(
      "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
      { code: 'customer_tax_location_invalid' },
    )
}

/** How an invoice tells that its tax was computed. */
export function invoiceTax(enabled: boolean): Stripe.Invoice.AutomaticTax {
  return {
    disabled_reason: null,
    enabled,
    liability: enabled ? { type: 'self' } : null,
    provider: enabled ? 'stripe' : null,
    status: enabled ? 'complete' : null,
  }
}

/**
 * A draft for a subscription, with the discounts and taxes of a moment, and addressed to its customer.
 * Nothing is kept or used up, so that it serves for previews too.
 */
export function priceForSubscription(
  world: World,
  draft: Stripe.Invoice,
  subscription: Stripe.Subscription,
  moment: number,
): Stripe.Invoice {
  const customer = world.store.get('customer', needId(subscription.customer))
  const taxed = subscription.automatic_tax.enabled
  const reductions = reductionsOf(world, subscription, moment)
  const priced = withTotals(draft, reductions, taxed ? (customer?.address?.country ?? '') : null)
  return {
    ...priced,
    ...(customer ? recipientOf(world, customer) : {}),
    automatic_tax: invoiceTax(taxed),
  }
}
