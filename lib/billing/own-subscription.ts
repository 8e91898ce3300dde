import type { AppDatabase, AppQueryable, AppTransaction } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import { customerOfReader, holdAlone } from '#db/queries/billing.ts'
import type { SubscriptionFact } from '#lib/access/facts.ts'
import { judgeSubscription } from '#lib/access/subscription.ts'
import type { Reason } from '#lib/access/verdict.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { isOutage } from './outage.ts'
import { syncCustomer } from './sync.ts'
import { within } from './within.ts'

/** What changing a reader's own subscription needs. */
export type OwnSetting = Parameters<typeof syncCustomer>[2]

/** A subscription of a reader that is not over, and why it gives access or does not. */
export type LiveSubscription = SubscriptionFact & { reason: Reason }

/** A person waits: after this long they hear that it does not work just now. */
const PATIENCE = 12 * SECOND

const over = new Set(['canceled', 'incomplete_expired'])

/**
 * Changes what a reader has, through `change`, which is given the subscriptions to our product that
 * are not over, the newest first, as Stripe says now. No id comes from the client. Reader and customer
 * are held alone from before that reading until the change has been read back, so that a second click
 * finds what the first has done. Stripe does not answer: `unavailable`, and the same may be tried again.
 */
export async function changeOwn<T>(
  db: AppDatabase,
  readerId: string,
  setting: OwnSetting,
  change: (live: LiveSubscription[], own: OwnCustomer) => Promise<T>,
): Promise<T | { kind: 'unavailable' }> {
  try {
    return await within(
      PATIENCE,
      db.transaction(async (tx) => {
        await holdAlone(tx, `reader ${readerId}`, 8 * SECOND)
        const link = await customerOfReader(tx, readerId)
        const customerId = link?.customerId ?? null
        const read = async () => {
          if (customerId) await syncCustomer(tx, customerId, setting)
          return liveSubscriptions(tx, readerId, setting.now)
        }
        return change(await read(), { tx, customerId, readAgain: read })
      }),
    )
  } catch (error) {
    if (!isOutage(error)) throw error
    log().error({ err: error }, 'a reader’s subscription could not be changed')
    return { kind: 'unavailable' }
  }
}

/** Whose subscriptions are changed, inside the transaction that holds them. */
export type OwnCustomer = {
  tx: AppTransaction
  customerId: string | null
  /** Makes our copy equal to Stripe's after a change, and tells what is live now. */
  readAgain: () => Promise<LiveSubscription[]>
}

/** The same as we hold them, for a page that shows what a change would come to. */
export async function liveSubscriptions(
  tx: AppQueryable,
  readerId: string,
  now: Date,
): Promise<LiveSubscription[]> {
  const facts = await accessRowsOfReader(tx, readerId)
  return (facts?.subscriptions ?? [])
    .filter(({ status }) => !over.has(status))
    .map((one) => ({ ...one, reason: judgeSubscription(one, [], now).reason }))
}
