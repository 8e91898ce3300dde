import type { AppDatabase } from '#db/client.ts'
import { type AccessRows, accessRowsOfReaders } from '#db/queries/access.ts'
import { grantsEndingBetween } from '#db/queries/grants.ts'
import { type RunningSubscription, subscriptionsWithNews } from '#db/queries/notices.ts'
import { decideAccess } from '#lib/access/decide.ts'
import { DAY, later } from '#lib/clock.ts'
import { type QueuedMessage, queueMails } from '#lib/mail/queue.ts'
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
  return queueMails(db, planned)
}

async function subscriptionNotices(db: AppDatabase, now: Date): Promise<QueuedMessage[]> {
  const watched = await subscriptionsWithNews(db, later(now, HORIZON))
  const owing = watched.filter(({ status }) => status === 'past_due')
  const facts = await accessRowsOfReaders(db, idsOf(owing))
  // Until when somebody may read matters for nobody but who owes.
  const readsUntil = ({ status, readerId }: RunningSubscription) =>
    status === 'past_due' ? paidUntil(facts.get(readerId) ?? null, now) : null
  return watched.flatMap((one) => planNotices({ ...one, readsUntil: readsUntil(one) }, now))
}

const idsOf = (those: { readerId: string }[]) => those.map(({ readerId }) => readerId)

function paidUntil(facts: AccessRows | null, now: Date): Date | null {
  const decision = decideAccess('subscriber', facts, now)
  return decision.granted ? decision.paidUntil : null
}

async function endingAccess(db: AppDatabase, now: Date): Promise<QueuedMessage[]> {
  const ending = await grantsEndingBetween(db, now, later(now, BEFORE_ACCESS_ENDS))
  // Who was given less than two such weeks is told when half of it is over.
  const soon = ending.filter(({ startsAt, endsAt }) => +now >= (+startsAt + +endsAt) / 2)
  const facts = await accessRowsOfReaders(db, idsOf(soon))
  return soon.flatMap((grant) => endingMessage(grant, facts.get(grant.readerId) ?? null))
}

/** Nothing to say to somebody who may read on anyway. */
function endingMessage(
  { id, kind, endsAt, readerId, email }: Awaited<ReturnType<typeof grantsEndingBetween>>[number],
  facts: AccessRows | null,
): QueuedMessage[] {
  if (decideAccess('subscriber', facts, endsAt).granted) return []
  return [
    {
      to: email,
      readerId,
      onceKey: `access_ending:${id}`,
      message: { kind: 'access_ending', endsAt: endsAt.toISOString(), gift: kind === 'gift' },
    },
  ]
}
