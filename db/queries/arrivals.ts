import { and, eq, gte, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AppQueryable } from '../client.ts'
import { stripeCustomer } from '../schema/money.ts'
import { reader } from '../schema/people.ts'

/**
 * How many events have ever come in. Whoever asks after taking a customer's lock, and reads the
 * customer after that, sees the effect of every event whose `arrival` is not greater: Stripe had made the
 * change before it sent the event.
 */
export async function countArrivals(db: AppQueryable): Promise<number> {
  const [row] = await db.execute(
    sql`select coalesce(pg_sequence_last_value('stripe_event_arrivals'), 0)::float8 as count`,
  )
  return arrivals.parse(row).count
}
const arrivals = z.object({ count: z.number() })

/**
 * Whether this customer is somebody's who has not left, and was read after the event with this
 * `arrival` came in. Of somebody who has left, every event has to be emptied, so none is known.
 */
export async function wasReadSince(
  db: AppQueryable,
  customerId: string,
  arrival: number,
): Promise<boolean> {
  const [found] = await db
    .select({ readUpTo: stripeCustomer.readUpTo })
    .from(stripeCustomer)
    .innerJoin(reader, eq(reader.id, stripeCustomer.readerId))
    .where(
      and(
        eq(stripeCustomer.customerId, customerId),
        isNull(stripeCustomer.unlinkedAt),
        isNull(reader.deletedAt),
        gte(stripeCustomer.readUpTo, arrival),
      ),
    )
  return found !== undefined
}
