import { and, asc, desc, eq, isNull, lte, max, ne, notInArray, or, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { oncePerDatabase } from '../prepared.ts'
import { healthCheck } from '../schema/agreements.ts'
import { stripeEvent } from '../schema/money.ts'

/** The row of `health_check` that says how far reconciling got. */
const RECONCILE = 'reconcile'

type Outcome = 'synced' | 'ignored' | 'unlinked' | 'dead'

/** An event as it came in. */
export type NewEvent = {
  id: string
  type: string
  customerId: string | null
  livemode: boolean
  payload: unknown
  createdAt: Date
  source: 'webhook' | 'reconcile'
  /** Stripe's clock when it sent the event; null for one that was asked for. */
  signedAt: Date | null
  /** Both, when there is nothing to process. */
  processedAt?: Date
  outcome?: 'ignored'
}

/** Put into words once for each database: in a flood of events that would be a third of what one costs. */
const insertion = oncePerDatabase((db) =>
  db
    .insert(stripeEvent)
    .values({
      id: sql.placeholder('id'),
      type: sql.placeholder('type'),
      customerId: sql.placeholder('customerId'),
      livemode: sql.placeholder('livemode'),
      payload: sql.placeholder('payload'),
      createdAt: sql.placeholder('createdAt'),
      source: sql.placeholder('source'),
      // Drizzle makes text of each time it is handed through a placeholder of a column, also of none.
      signedAt: sql`${sql.placeholder('signedAt')}`,
      processedAt: sql`${sql.placeholder('processedAt')}`,
      outcome: sql.placeholder('outcome'),
    })
    .onConflictDoNothing({ target: stripeEvent.id })
    .returning({ id: stripeEvent.id })
    .prepare('add_event'),
)

/**
 * Stores an event once. Says whether it is new, still unprocessed from before, or done. One that was
 * asked for and comes by itself after all counts as come by itself: the webhook is not silent.
 */
export async function addEvent(
  db: AppQueryable,
  event: NewEvent,
): Promise<'new' | 'pending' | 'processed'> {
  const added = await insertion(db).execute({
    ...event,
    signedAt: event.signedAt?.toISOString() ?? null,
    processedAt: event.processedAt?.toISOString() ?? null,
    outcome: event.outcome ?? null,
  })
  if (added.length > 0) return 'new'
  const [known] = await db
    .select({ processedAt: stripeEvent.processedAt, source: stripeEvent.source })
    .from(stripeEvent)
    .where(eq(stripeEvent.id, event.id))
  if (known?.source === 'reconcile' && event.source === 'webhook')
    await db
      .update(stripeEvent)
      .set({ source: event.source, signedAt: event.signedAt })
      .where(eq(stripeEvent.id, event.id))
  return known?.processedAt ? 'processed' : 'pending'
}

/** Of these events the ones that are in the inbox. */
export async function eventsInInbox(db: AppQueryable, ids: string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: stripeEvent.id })
    .from(stripeEvent)
    // One parameter, so that PostgreSQL knows the statement again however many are asked for.
    .where(
      sql`${stripeEvent.id} in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
    )
  return new Set(rows.map(({ id }) => id))
}

const pending = {
  id: stripeEvent.id,
  type: stripeEvent.type,
  customerId: stripeEvent.customerId,
  payload: stripeEvent.payload,
  arrival: stripeEvent.arrival,
  attempts: stripeEvent.attempts,
}

/** An event that waits to be processed. */
export type PendingEvent = {
  id: string
  type: string
  customerId: string | null
  payload: unknown
  /** Its place in the order in which events came in or were taken up again. */
  arrival: number
  attempts: number
}

/** Locks this event for the caller's transaction, or null when it is done or somebody has it. */
export async function lockEvent(db: AppQueryable, id: string): Promise<PendingEvent | null> {
  const [found] = await db
    .select(pending)
    .from(stripeEvent)
    .where(and(eq(stripeEvent.id, id), isNull(stripeEvent.processedAt)))
    .for('update', { skipLocked: true })
  return found ?? null
}

/**
 * Locks the event that is due longest and concerns none of these customers, or null when none is or
 * others have them. What was never tried is due whatever the time: when it came in was written down by the
 * clock of the database, which may be ahead of `now`, if only by a part of a millisecond.
 */
export async function lockDueEvent(
  db: AppQueryable,
  now: Date,
  exceptCustomers: string[],
): Promise<PendingEvent | null> {
  const [found] = await db
    .select(pending)
    .from(stripeEvent)
    .where(
      and(
        isNull(stripeEvent.processedAt),
        or(eq(stripeEvent.attempts, 0), lte(stripeEvent.nextAttemptAt, now)),
        exceptCustomers.length > 0
          ? or(isNull(stripeEvent.customerId), notInArray(stripeEvent.customerId, exceptCustomers))
          : undefined,
      ),
    )
    .orderBy(asc(stripeEvent.nextAttemptAt))
    .limit(1)
    .for('update', { skipLocked: true })
  return found ?? null
}

/** Marks an event as processed. */
export async function markEventProcessed(
  db: AppQueryable,
  id: string,
  outcome: Outcome,
  now: Date,
): Promise<void> {
  await db
    .update(stripeEvent)
    .set({ processedAt: now, outcome, attempts: sql`${stripeEvent.attempts} + 1`, lastError: null })
    .where(eq(stripeEvent.id, id))
}

/**
 * Marks what else waits for this customer and had arrived when it was read: whoever reads Stripe after
 * an event came in sees its effect. Events that others hold are left to them.
 */
export async function markCustomerEventsProcessed(
  db: AppQueryable,
  customerId: string,
  exceptId: string,
  readUpTo: number,
  now: Date,
): Promise<void> {
  const covered = db
    .select({ id: stripeEvent.id })
    .from(stripeEvent)
    .where(
      and(
        eq(stripeEvent.customerId, customerId),
        isNull(stripeEvent.processedAt),
        ne(stripeEvent.id, exceptId),
        lte(stripeEvent.arrival, readUpTo),
      ),
    )
    .for('update', { skipLocked: true })
  await db
    .update(stripeEvent)
    .set({ processedAt: now, outcome: 'synced' })
    .where(sql`${stripeEvent.id} in (${covered})`)
}

/** Notes a failed attempt: tried again at `retryAt`, or given up as dead when that is null. */
export async function markEventFailed(
  db: AppQueryable,
  id: string,
  failure: { error: string; retryAt: Date | null },
  now: Date,
): Promise<void> {
  await db
    .update(stripeEvent)
    .set({
      attempts: sql`${stripeEvent.attempts} + 1`,
      lastError: failure.error,
      ...(failure.retryAt
        ? { nextAttemptAt: failure.retryAt }
        : { processedAt: now, outcome: 'dead' as const }),
    })
    .where(and(eq(stripeEvent.id, id), isNull(stripeEvent.processedAt)))
}

/**
 * What makes an event pending again, as if it had just come in: also for who reads, so that a reading
 * from before does not count for it.
 */
export const asJustArrived = (now: Date) => ({
  processedAt: null,
  outcome: null,
  attempts: 0,
  nextAttemptAt: now,
  lastError: null,
  arrival: sql<number>`default`,
})

/** Makes an event pending again, as if it had just come in. Says whether there is such an event. */
export async function reopenEvent(db: AppQueryable, id: string, now: Date): Promise<boolean> {
  const reopened = await db
    .update(stripeEvent)
    .set(asJustArrived(now))
    .where(eq(stripeEvent.id, id))
    .returning({ id: stripeEvent.id })
  return reopened.length > 0
}

/** The newest events of a customer. */
export async function eventsOfCustomer(db: AppQueryable, customerId: string, limit: number) {
  return db
    .select({
      id: stripeEvent.id,
      type: stripeEvent.type,
      createdAt: stripeEvent.createdAt,
      receivedAt: stripeEvent.receivedAt,
      processedAt: stripeEvent.processedAt,
      outcome: stripeEvent.outcome,
      attempts: stripeEvent.attempts,
      lastError: stripeEvent.lastError,
    })
    .from(stripeEvent)
    .where(eq(stripeEvent.customerId, customerId))
    .orderBy(desc(stripeEvent.createdAt), desc(stripeEvent.receivedAt))
    .limit(limit)
}

/** Where an event stands, or null when it never came in. */
export async function eventState(db: AppQueryable, id: string) {
  const [found] = await db
    .select({ outcome: stripeEvent.outcome, lastError: stripeEvent.lastError })
    .from(stripeEvent)
    .where(eq(stripeEvent.id, id))
  return found ?? null
}

/** When the newest event that came in was made at Stripe, or null when none ever did. */
export async function newestEventTime(db: AppQueryable): Promise<Date | null> {
  const [found] = await db.select({ newest: max(stripeEvent.createdAt) }).from(stripeEvent)
  return found?.newest ?? null
}

/** When Stripe's whole list of events was last looked through, or null when it never was. */
export async function lastReconciled(db: AppQueryable): Promise<Date | null> {
  const [found] = await db
    .select({ at: healthCheck.checkedAt })
    .from(healthCheck)
    .where(eq(healthCheck.name, RECONCILE))
  return found?.at ?? null
}

/** Notes that Stripe's whole list of events was looked through at `now`. */
export async function noteReconciled(db: AppQueryable, now: Date): Promise<void> {
  const row = { problem: null, checkedAt: now }
  await db
    .insert(healthCheck)
    .values({ name: RECONCILE, ...row })
    .onConflictDoUpdate({ target: healthCheck.name, set: row })
}
