import { ask, type Stripe, type StripeGateway, StripeUnavailable } from './gateway.ts'

/**
 * A customer as Stripe has it, or null when it was deleted there.
 *
 * Stripe remembers that it deleted a customer, and says so. That it has never heard of one means, in
 * live mode, that the key is another account's: an operator's slip, for which nobody may be locked
 * out, so it counts as an outage (`StripeUnavailable`). Test data can be wiped, and is then forgotten.
 */
export async function askForCustomer(
  stripe: StripeGateway,
  customerId: string,
): Promise<Stripe.Customer | null> {
  const found = await ask('customer', () =>
    stripe.client.customers.retrieve(customerId, {
      expand: ['invoice_settings.default_payment_method'],
    }),
  )
  if (found === null && stripe.livemode)
    throw new StripeUnavailable(
      `Stripe has never heard of customer ${customerId}: STRIPE_SECRET_KEY may be another account's.`,
    )
  if (found !== null && found.id !== customerId)
    throw new StripeUnavailable(`Stripe answered with another customer than ${customerId}.`)
  return found === null || found.deleted ? null : found
}
