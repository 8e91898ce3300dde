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
import { alertDeadLetters } from './dead-letters.ts'
import { customerOfEvent, type VerifiedEvent } from './event.ts'
import { findCustomer } from './find-customer.ts'
import type { StripeGateway } from './gateway.ts'
import { stopsEverybody } from './outage.ts'
import { syncAfterEvent } from './sync.ts'

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
  const foreign = event.livemode !== livemode
  const receipt = await addEvent(db, {
    id: event.id,
    type: event.type,
    customerId: customerOfEvent(event),
    livemode: event.livemode,
    payload: event.payload,
    createdAt: new Date(event.created * SECOND),
    source: event.signedAt === null ? 'reconcile' : 'webhook',
    signedAt: event.signedAt,
    ...(foreign ? { processedAt: now, outcome: 'ignored' as const } : {}),
  })
  // It was ours when it came in first, and the site has changed its mode since.
  if (foreign && receipt === 'pending') await markEventProcessed(db, event.id, 'ignored', now)
  return foreign ? 'ignored' : receipt
}

/** Processes one event now, unless somebody else has it or it is done. Says whether it was processed. */
export async function processEvent(
  db: AppDatabase,
  id: string,
  billing: Billing,
): Promise<boolean> {
  return (await processNext(db, (tx) => lockEvent(tx, id), billing)) === 'settled'
}

/** How many events a drain processes at once, each on a connection that waits for Stripe. */
export const DRAINERS = 6

/**
 * Processes what is due, the longest waiting first, until nothing is or Stripe does not answer: the
 * others would fail as well, and each failure brings an event nearer to being given up. It begins
 * with one event at a time and adds a worker whenever one was settled, up to `most`; no two of them
 * work on one customer. Returns how many events it settled.
 */
export async function drainInbox(
  db: AppDatabase,
  billing: Billing,
  most = DRAINERS,
): Promise<number> {
  const drain: Drain = { settled: 0, over: false, customers: new Set(), errors: [] }
  const workers: Promise<void>[] = []
  let working = 0
  const hire = () => {
    if (working >= most || drain.over) return
    working++
    workers.push(
      work(db, billing, drain, hire).finally(() => {
        working--
      }),
    )
  }
  hire()
  // Whoever is hired meanwhile is waited for as well.
  for (const worker of workers) await worker
  if (drain.errors.length > 0) throw drain.errors[0]
  return drain.settled
}

type Drain = { settled: number; over: boolean; customers: Set<string>; errors: unknown[] }

/** One worker of a drain. Never throws: the others have to be waited for. */
async function work(
  db: AppDatabase,
  billing: Billing,
  drain: Drain,
  hire: () => void,
): Promise<void> {
  try {
    while (!drain.over) {
      const attempt = await processDue(db, billing, drain.customers)
      if (attempt === 'nothing') return
      if (attempt === 'outage') drain.over = true
      if (attempt !== 'settled') continue
      drain.settled++
      hire()
    }
  } catch (error) {
    drain.over = true
    drain.errors.push(error)
  }
}

/**
 * Processes the event that is due longest and concerns none of `customers`, whom others of this drain
 * are reading: one reading settles all that waits for a customer, and a second would wait for it.
 */
async function processDue(
  db: AppDatabase,
  billing: Billing,
  customers: Set<string>,
): Promise<Attempt | 'taken'> {
  const mine: { customer: string | null; taken: boolean } = { customer: null, taken: false }
  const lock = async (tx: AppTransaction) => {
    const event = await lockDueEvent(tx, billing.now(), [...customers])
    const customer = event?.customerId ?? null
    if (customer === null) return event
    // Another worker has found an event of this customer in the same moment.
    if (customers.has(customer)) {
      mine.taken = true
      return null
    }
    customers.add(customer)
    mine.customer = customer
    return event
  }
  try {
    const attempt = await processNext(db, lock, billing)
    return mine.taken ? 'taken' : attempt
  } finally {
    if (mine.customer !== null) customers.delete(mine.customer)
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
    return stopsEverybody(error) ? 'outage' : 'failed'
  }
  return held.event === null ? 'nothing' : 'settled'
}

async function settle(tx: AppTransaction, event: PendingEvent, billing: Billing): Promise<void> {
  const now = billing.now()
  const customerId = event.customerId ?? (await findCustomer(billing.stripe, event.payload))
  if (customerId === null) return markEventProcessed(tx, event.id, 'ignored', now)
  const { stripe, priceId } = billing
  const about = { customerId, arrival: event.arrival }
  const outcome = await syncAfterEvent(tx, about, { stripe, priceId, now })
  await Promise.all([
    markEventProcessed(tx, event.id, outcome.kind === 'unlinked' ? 'unlinked' : 'synced', now),
    ...(outcome.kind === 'synced'
      ? [markCustomerEventsProcessed(tx, customerId, event.id, outcome.readUpTo, now)]
      : []),
  ])
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
  if (retryAt !== null) return
  // A mail that could not be queued is queued by the schedule: the drain goes on.
  await alertDeadLetters(db, now).catch((failure: unknown) => {
    log().error({ event: event.id, err: failure }, 'staff could not be told of a dead letter')
  })
}
