import { and, asc, count, desc, eq, gt, isNull, lt, max } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { mail } from '../schema/mail.ts'
import { stripeCustomer, stripeEvent } from '../schema/money.ts'
import { asJustArrived } from './inbox.ts'

const listed = {
  id: stripeEvent.id,
  type: stripeEvent.type,
  customerId: stripeEvent.customerId,
  readerId: stripeCustomer.readerId,
  error: stripeEvent.lastError,
  attempts: stripeEvent.attempts,
  createdAt: stripeEvent.createdAt,
  receivedAt: stripeEvent.receivedAt,
  processedAt: stripeEvent.processedAt,
  nextAttemptAt: stripeEvent.nextAttemptAt,
}

const withReader = and(
  eq(stripeCustomer.customerId, stripeEvent.customerId),
  isNull(stripeCustomer.unlinkedAt),
)

/** The events that were given up last. */
export async function deadEvents(db: AppQueryable, limit: number) {
  return db
    .select(listed)
    .from(stripeEvent)
    .leftJoin(stripeCustomer, withReader)
    .where(eq(stripeEvent.outcome, 'dead'))
    .orderBy(desc(stripeEvent.processedAt))
    .limit(limit)
}

/** The events that have waited longest, of those received before a moment. */
export async function eventsWaitingSince(db: AppQueryable, before: Date, limit: number) {
  return db
    .select(listed)
    .from(stripeEvent)
    .leftJoin(stripeCustomer, withReader)
    .where(and(isNull(stripeEvent.processedAt), lt(stripeEvent.receivedAt, before)))
    .orderBy(asc(stripeEvent.receivedAt))
    .limit(limit)
}

/** Makes every event that was given up pending again. Says how many. */
export async function reopenDeadEvents(db: AppQueryable, now: Date): Promise<number> {
  const reopened = await db
    .update(stripeEvent)
    .set(asJustArrived(now))
    .where(eq(stripeEvent.outcome, 'dead'))
    .returning({ id: stripeEvent.id })
  return reopened.length
}

/** How many events were given up and are still, the newest of them, and when staff were told last. */
export async function deadLetterNews(db: AppQueryable, mailKind: string) {
  const [all] = await db
    .select({ count: count() })
    .from(stripeEvent)
    .where(eq(stripeEvent.outcome, 'dead'))
  if (!all?.count) return { toldAt: null, count: 0, newest: null }
  const [told] = await db
    .select({ at: max(mail.createdAt) })
    .from(mail)
    .where(eq(mail.kind, mailKind))
  const at = told?.at ?? null
  const [newest] = await db
    .select(listed)
    .from(stripeEvent)
    .leftJoin(stripeCustomer, withReader)
    .where(
      and(
        eq(stripeEvent.outcome, 'dead'),
        at === null ? undefined : gt(stripeEvent.processedAt, at),
      ),
    )
    .orderBy(desc(stripeEvent.processedAt))
    .limit(1)
  return { toldAt: at, count: all.count, newest: newest ?? null }
}
