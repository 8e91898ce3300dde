import { z } from 'zod'
import { ask, type StripeGateway } from './gateway.ts'

const disputed = z.object({
  data: z.object({ object: z.object({ object: z.literal('dispute'), charge: z.string() }) }),
})

/**
 * The customer behind an event that does not name one. A dispute names a charge, and the charge its
 * customer; everything else without a customer is about none. Throws `StripeUnavailable`.
 */
export async function findCustomer(
  stripe: StripeGateway,
  payload: unknown,
): Promise<string | null> {
  const dispute = disputed.safeParse(payload)
  if (!dispute.success) return null
  const id = dispute.data.data.object.charge
  const charge = await ask('charge', () => stripe.client.charges.retrieve(id))
  const customer = charge?.customer ?? null
  return typeof customer === 'string' ? customer : (customer?.id ?? null)
}
