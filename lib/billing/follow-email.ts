import type { AppTransaction } from '#db/client.ts'
import { hadEmail } from '#db/queries/account.ts'
import { log } from '#lib/log.ts'
import { demand, type Stripe, type StripeGateway } from './gateway.ts'
import { isOutage } from './outage.ts'

/**
 * Tells Stripe a reader's new address, when the customer there still has one that the reader gave up.
 * Another address there is the reader's choice in the portal, and stays. An outage is no failure:
 * the difference is there at the next sync as well.
 */
export async function followEmail(
  tx: AppTransaction,
  { client }: StripeGateway,
  customer: Stripe.Customer,
  reader: { readerId: string; email: string },
): Promise<void> {
  const known = customer.email?.toLowerCase() ?? null
  if (known === null || known === reader.email) return
  if (!(await hadEmail(tx, reader.readerId, known))) return
  try {
    await demand('customer', () => client.customers.update(customer.id, { email: reader.email }))
  } catch (error) {
    if (!isOutage(error)) throw error
    log().warn({ customerId: customer.id, err: error }, 'Stripe keeps an old address for now')
  }
}
