import type { AppDatabase } from '#db/client.ts'
import { customerOfReader, ownerOfSubscription } from '#db/queries/billing.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import type { StripeGateway } from './gateway.ts'
import { isOutage } from './outage.ts'
import { paymentsToRefund } from './refund-and-end.ts'
import type { RefundablePayment } from './refundable.ts'
import { within } from './within.ts'

/** What refunding the last payment and ending would do, for whoever is about to decide it. */
export type RefundPreview =
  | { kind: 'preview'; payment: RefundablePayment | null }
  /** This reader has no such subscription of ours. */
  | { kind: 'unknown' }
  | { kind: 'unavailable' }

/** Asks Stripe what could be given back of a reader's subscription. Changes nothing. */
export async function previewRefund(
  db: AppDatabase,
  { readerId, subscriptionId }: { readerId: string; subscriptionId: string },
  stripe: StripeGateway,
): Promise<RefundPreview> {
  const [owner, customer] = await Promise.all([
    ownerOfSubscription(db, subscriptionId),
    customerOfReader(db, readerId),
  ])
  if (!owner || !customer || owner.customerId !== customer.customerId) return { kind: 'unknown' }
  try {
    const [payment] = await within(
      9 * SECOND,
      paymentsToRefund(stripe, owner.customerId, { subscriptionId, which: 'latest' }),
    )
    return { kind: 'preview', payment: payment ?? null }
  } catch (error) {
    if (!isOutage(error)) throw error
    log().warn({ err: error }, 'refund could not be previewed')
    return { kind: 'unavailable' }
  }
}
