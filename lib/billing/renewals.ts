import type { AppDatabase } from '#db/client.ts'
import { customersWithOverdueRenewal } from '#db/queries/renewals.ts'
import { log } from '#lib/log.ts'
import type { Billing } from './inbox.ts'
import { stopsEverybody } from './outage.ts'
import { syncCustomer } from './sync.ts'

/** How many customers are read in one go. */
const BATCH = 100

/** So many failures in a row are Stripe's, and not those of one customer. */
const ENOUGH = 3

/**
 * When a paid period has ended and nothing was heard of its renewal, the slack has begun: ask Stripe,
 * so that the slack serves our own outages and not lost events. A customer who cannot be read does
 * not stand in the way of the others. Returns how many were read.
 */
export async function readOverdueRenewals(db: AppDatabase, billing: Billing): Promise<number> {
  const { stripe, priceId } = billing
  let [read, failures] = [0, 0]
  for (const customerId of await customersWithOverdueRenewal(db, billing.now(), BATCH)) {
    try {
      await db.transaction((tx) =>
        syncCustomer(tx, customerId, { stripe, priceId, now: billing.now() }),
      )
      read++
      failures = 0
    } catch (error) {
      log().warn({ customerId, err: error }, 'renewal could not be read')
      failures = stopsEverybody(error) ? failures + 1 : 0
      if (failures === ENOUGH) break
    }
  }
  return read
}
