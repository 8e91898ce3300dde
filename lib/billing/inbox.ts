import type { AppDatabase, AppTransaction } from '#db/client.ts'
import {
  addEvent,
  lockDueEvent,
  lockEvent,
  markCustomerEventsProcessed,
  markEventFailed,
  markEventProcessed,
  type PendingEvent,
} from '#db/queries/inbox.ts'
import { HOUR, later, MINUTE, SECOND } from '#lib/clock.ts'
import { describeError, log } from '#lib/log.ts'
import { customerOfEvent, type VerifiedEvent } from './event.ts'
import { findCustomer } from './find-customer.ts'
import type { StripeGateway } from './gateway.ts'
import { isOutage } from './outage.ts'
import { syncCustomer } from './sync.ts'

/** After the n-th failed attempt an event waits this long; after the last it is a dead letter. */
const RETRY_AFTER = [
  5 * SECOND,
  15 * SECOND,
  1 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  1 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
]

/** What processing needs of the world. */
export type Billing = { stripe: StripeGateway; priceId: string; now: () => Date }

/** What became of an event that came in. */
export type Receipt = 'new' | 'pending' | 'processed' | 'ignored'

/**
 * Puts a verified event into the inbox and commits. From here on it cannot be lost. An event of the
 * other mode (a test event sent to a live site) is kept and ignored.
 */
export async function receiveEvent(
  db: AppDatabase,
  event: VerifiedEvent,
  { livemode, now }: { livemode: boolean; now: Date },
): Promise<Receipt> {
  return db.transaction(async (tx) => {
    const receipt = await addEvent(tx, {
      id: event.id,
      type: event.type,
      customerId: customerOfEvent(event),
      livemode: event.livemode,
      payload: event.payload,
      createdAt: new Date(event.created * SECOND),
      source: event.signedAt === null ? 'reconcile' : 'webhook',
      signedAt: event.signedAt,
    })
    if (event.livemode === livemode) return receipt
    await markEventProcessed(tx, event.id, 'ignored', now)
    return 'ignored'
  })
}

/** Processes one event now, unless somebody else has it or it is done. Says whether it was processed. */
export async function processEvent(
  db: AppDatabase,
  id: string,
  billing: Billing,
): Promise<boolean> {
  return (await processNext(db, (tx) => lockEvent(tx, id), billing)) === 'settled'
}

/**
 * Processes what is due, the longest waiting first, until nothing is or Stripe does not answer: the
 * others would fail as well, and each failure brings an event nearer to being given up. Returns how
 * many events it settled.
 */
export async function drainInbox(db: AppDatabase, billing: Billing): Promise<number> {
  for (let settled = 0; ;) {
    const attempt = await processNext(db, (tx) => lockDueEvent(tx, billing.now()), billing)
    if (attempt === 'nothing' || attempt === 'outage') return settled
    if (attempt === 'settled') settled++
  }
}

/** What an attempt to process an event came to; after the last two it waits for its next one. */
type Attempt = 'nothing' | 'settled' | 'failed' | 'outage'

/**
 * One transaction: lock an event, make our copy equal to Stripe's, mark it processed. A crash
 * anywhere in it leaves the event pending and the locks free. A failure is noted in a transaction
 * of its own, so that one poisoned event does not stop the others.
 */
async function processNext(
  db: AppDatabase,
  lock: (tx: AppTransaction) => Promise<PendingEvent | null>,
  billing: Billing,
): Promise<Attempt> {
  const held: { event: PendingEvent | null } = { event: null }
  try {
    await db.transaction(async (tx) => {
      held.event = await lock(tx)
      if (held.event !== null) await settle(tx, held.event, billing)
    })
  } catch (error) {
    if (held.event === null) throw error
    await noteFailure(db, held.event, error, billing.now())
    return isOutage(error) ? 'outage' : 'failed'
  }
  return held.event === null ? 'nothing' : 'settled'
}

async function settle(tx: AppTransaction, event: PendingEvent, billing: Billing): Promise<void> {
  const now = billing.now()
  const customerId = event.customerId ?? (await findCustomer(billing.stripe, event.payload))
  if (customerId === null) return markEventProcessed(tx, event.id, 'ignored', now)
  const { stripe, priceId } = billing
  const outcome = await syncCustomer(tx, customerId, { stripe, priceId, now })
  await markEventProcessed(tx, event.id, outcome.kind, now)
  if (outcome.kind === 'synced')
    await markCustomerEventsProcessed(tx, customerId, event.id, outcome.readAt, now)
}

async function noteFailure(
  db: AppDatabase,
  event: PendingEvent,
  error: unknown,
  now: Date,
): Promise<void> {
  const wait = RETRY_AFTER[event.attempts]
  const retryAt = wait === undefined ? null : later(now, wait)
  const line = { event: event.id, type: event.type, attempts: event.attempts + 1, err: error }
  if (retryAt) log().warn(line, 'event not processed; tried again later')
  else log().error(line, 'event given up: a dead letter')
  await markEventFailed(db, event.id, { error: describeError(error), retryAt }, now)
}
