import type { AppDatabase } from '#db/client.ts'
import {
  eventsInInbox,
  lastReconciled,
  newestEventTime,
  noteReconciled,
} from '#db/queries/inbox.ts'
import { DAY, HOUR, later, SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { readListedEvent } from './event.ts'
import { askAll } from './gateway.ts'
import { type Billing, drainInbox, receiveEvent } from './inbox.ts'
import { webhookEvents } from './webhook-events.ts'

/** Looked back further than the last look saw: events may come in out of order, and clocks differ. */
const OVERLAP = 1 * HOUR
/** Stripe lists the events of thirty days. */
const STRIPE_REMEMBERS = 30 * DAY
/** As many as one look takes. What is older is found by the next one. */
const MOST = 10_000
/** Stripe takes at most twenty types at a time. */
const TYPES_AT_ONCE = 20

/** What a look at Stripe's own list found. */
export type Reconciliation = {
  /** Events listed since the last look that saw them all, less an hour. */
  listed: number
  /** Those that had never come in. */
  missed: number
  /** Pending events that were settled then. */
  settled: number
}

/**
 * Finds the events that Stripe has and that never came in: the webhook was down, pointed elsewhere or
 * was lost. They go through the same inbox as all others. Throws `StripeUnavailable`; then what was
 * found until then is in the inbox, and the next look finds the rest.
 */
export async function reconcileEvents(db: AppDatabase, billing: Billing): Promise<Reconciliation> {
  const { stripe } = billing
  const now = billing.now()
  const listed = await listSince(billing, startOf(await seenUntil(db), now))
  // Stripe lists the newest first; a crash half-way must not make the older ones look seen.
  const events = listed
    .toReversed()
    .map(readListedEvent)
    .filter((event) => event !== null)
  // Nearly all are known: they are asked for at once, not one transaction each.
  const known = await eventsInInbox(
    db,
    events.map(({ id }) => id),
  )
  let missed = 0
  for (const event of events) {
    if (known.has(event.id)) continue
    const receipt = await receiveEvent(db, event, { livemode: stripe.livemode, now })
    if (receipt === 'new') missed++
  }
  // A list that was cut short has not shown what is older: the next look begins where this one did.
  if (listed.length < MOST) await noteReconciled(db, now)
  if (missed > 0) log().warn({ missed }, 'events that never came in were found at Stripe')
  return { listed: listed.length, missed, settled: await drainInbox(db, billing) }
}

/**
 * Until when nothing is missing, or null when that is not known. The newest event alone does not tell:
 * while Stripe's list cannot be read, webhooks still come, and one before them may be lost. Nor does
 * our clock alone, which may be ahead of Stripe's.
 */
async function seenUntil(db: AppDatabase): Promise<Date | null> {
  const [newest, looked] = [await newestEventTime(db), await lastReconciled(db)]
  if (newest === null || looked === null) return null
  return newest < looked ? newest : looked
}

function startOf(seen: Date | null, now: Date): Date {
  const oldest = later(now, -STRIPE_REMEMBERS)
  if (seen === null) return oldest
  const start = later(seen, -OVERLAP)
  return start < oldest ? oldest : start
}

async function listSince({ stripe }: Billing, start: Date) {
  const created = { gte: Math.floor(start.getTime() / SECOND) }
  const lists = []
  for (let from = 0; from < webhookEvents.length; from += TYPES_AT_ONCE) {
    const types = webhookEvents.slice(from, from + TYPES_AT_ONCE)
    lists.push(
      await askAll('event', () => stripe.client.events.list({ created, types, limit: 100 }), MOST),
    )
  }
  return lists.flat().toSorted((a, b) => b.created - a.created)
}
