import type { AppDatabase } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import { grantsEndingBetween } from '#db/queries/grants.ts'
import { type RunningSubscription, subscriptionsWithNews } from '#db/queries/notices.ts'
import { decideAccess } from '#lib/access/decide.ts'
import { DAY, later } from '#lib/clock.ts'
import { type QueuedMessage, queueMail } from '#lib/mail/queue.ts'
import { planNotices } from './plan-notices.ts'

/** Nothing is told earlier than this before it happens. */
const HORIZON = 32 * DAY
/** How long before it ends people are told of access that was given. */
const BEFORE_ACCESS_ENDS = 7 * DAY

/**
 * Queues the messages that no event brings, but time: reminders of an unpaid invoice, a renewal by the
 * year, a trial or given access that ends, a card that expires. Reads our copy alone, so Stripe may be
 * away. Every message has its once-only key: running it twice, or in two instances, adds nothing.
 * Returns how many were added.
 */
export async function queueDueNotices(db: AppDatabase, now: Date): Promise<number> {
  const planned = [...(await subscriptionNotices(db, now)), ...(await endingAccess(db, now))]
  let added = 0
  for (const message of planned) if (await queueMail(db, message)) added++
  return added
}

async function subscriptionNotices(db: AppDatabase, now: Date): Promise<QueuedMessage[]> {
  const watched = await subscriptionsWithNews(db, later(now, HORIZON))
  const planned = watched.map(async (one) =>
    planNotices({ ...one, readsUntil: await readsUntil(db, one, now) }, now),
  )
  return (await Promise.all(planned)).flat()
}

/** Until when somebody who owes may read; it matters for nobody else. */
async function readsUntil(
  db: AppDatabase,
  { status, readerId }: RunningSubscription,
  now: Date,
): Promise<Date | null> {
  if (status !== 'past_due') return null
  const decision = decideAccess('subscriber', await accessRowsOfReader(db, readerId), now)
  return decision.granted ? decision.paidUntil : null
}

async function endingAccess(db: AppDatabase, now: Date): Promise<QueuedMessage[]> {
  const ending = await grantsEndingBetween(db, now, later(now, BEFORE_ACCESS_ENDS))
  const messages = await Promise.all(ending.map(async (grant) => endingMessage(db, grant, now)))
  return messages.filter((message) => message !== null)
}

/** Nothing to say to somebody who may read on anyway, or who was given less than two such weeks. */
async function endingMessage(
  db: AppDatabase,
  grant: Awaited<ReturnType<typeof grantsEndingBetween>>[number],
  now: Date,
): Promise<QueuedMessage | null> {
  const { startsAt, endsAt, readerId } = grant
  const half = later(startsAt, (endsAt.getTime() - startsAt.getTime()) / 2)
  if (now < half) return null
  const after = decideAccess('subscriber', await accessRowsOfReader(db, readerId), endsAt)
  if (after.granted) return null
  return {
    to: grant.email,
    readerId,
    onceKey: `access_ending:${grant.id}`,
    message: { kind: 'access_ending', endsAt: endsAt.toISOString(), gift: grant.kind === 'gift' },
  }
}
