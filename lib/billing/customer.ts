import type { AppTransaction } from '#db/client.ts'
import {
  countCustomersOfReader,
  customerOfReader,
  linkCustomer,
  unlinkCustomer,
} from '#db/queries/billing.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { announceFromWithin, settleAhead } from '#lib/changes-ahead.ts'
import { askForCustomer } from './ask-customer.ts'
import { demand, StripeGarbled, type StripeGateway } from './gateway.ts'

/** A reader for whom something is bought. */
export type Buyer = { id: string; email: string; name: string | null }

/**
 * Stripe gave a reader a customer that is somebody else's here. One of the two would pay for the other,
 * so nothing is sold; for whoever buys it is as if Stripe did not answer.
 */
export class LinkRefused extends StripeGarbled {
  override name = 'LinkRefused'
  readonly customerId: string
  readonly readerId: string
  constructor(customerId: string, readerId: string) {
    super(`The customer ${customerId} is not the reader ${readerId}, but another one.`)
    this.customerId = customerId
    this.readerId = readerId
  }
}

/**
 * The reader's customer at Stripe, if it is still there and of the mode we run in. One that was
 * deleted, or belongs to the other mode, is unlinked.
 */
export async function liveCustomer(
  tx: AppTransaction,
  stripe: StripeGateway,
  readerId: string,
  now: Date,
): Promise<string | null> {
  const link = await customerOfReader(tx, readerId)
  if (!link) return null
  const found =
    link.livemode === stripe.livemode ? await askForCustomer(stripe, link.customerId) : null
  if (found !== null) return link.customerId
  const ahead = await announceFromWithin(`reader ${readerId}`)
  await unlinkCustomer(tx, link.customerId, now)
  await settleAhead(tx, ahead)
  return null
}

/**
 * Makes a customer for a reader and links the two. The caller holds the reader alone. A repetition
 * after a crash finds the same customer by its idempotency key, so nobody gets two. The key changes
 * with what is sent: Stripe refuses a known key with other contents for as long as it keeps it.
 */
export async function makeCustomer(
  tx: AppTransaction,
  stripe: StripeGateway,
  buyer: Buyer,
): Promise<string> {
  const generation = await countCustomersOfReader(tx, buyer.id)
  const contents = hashToken(JSON.stringify([buyer.email, buyer.name])).slice(0, 16)
  const customer = await demand('customer', () =>
    stripe.client.customers.create(
      {
        email: buyer.email,
        metadata: { reader_id: buyer.id },
        ...(buyer.name ? { name: buyer.name } : {}),
      },
      { idempotencyKey: `customer ${buyer.id} ${generation} ${contents}` },
    ),
  )
  const { id: customerId, livemode } = customer
  const linked = await linkCustomer(tx, { readerId: buyer.id, customerId, livemode })
  if (!linked) throw new LinkRefused(customerId, buyer.id)
  return customerId
}
