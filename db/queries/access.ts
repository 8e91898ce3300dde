import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AppQueryable } from '../client.ts'

const moment = z.coerce.date()
const subscriptionShape = z.object({
  id: z.string(),
  status: z.string(),
  periodStart: moment.nullable(),
  periodEnd: moment.nullable(),
  cancelAt: moment.nullable(),
  cancelAtPeriodEnd: z.boolean(),
  endedAt: moment.nullable(),
  trialEnd: moment.nullable(),
  pause: z.object({ behavior: z.string(), resumesAt: moment.nullable() }).nullable(),
  coveredUntil: moment.nullable(),
  unpaidSince: moment.nullable(),
  knownUntil: moment.nullable(),
})
const factsShape = z.object({
  readerId: z.string(),
  staffRole: z.enum(['support', 'writer', 'editor', 'admin']).nullable(),
  subscriptions: z.array(subscriptionShape),
  grants: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['staff', 'gift']),
      giver: z.string(),
      startsAt: moment,
      endsAt: moment,
      revokedAt: moment.nullable(),
    }),
  ),
  disputes: z.array(
    z.object({ id: z.string(), status: z.string(), subscriptionId: z.string().nullable() }),
  ),
})

/** Rows that bear on one reader's access, as they stand. */
export type AccessRows = z.infer<typeof factsShape>

/**
 * Everything that bears on one reader's access, in one round trip: subscriptions to our product
 * (through the customer that is linked now), grants, disputes, role. `whose` names the reader. Whose
 * account is deleted has no access, whatever still comes in from Stripe.
 */
function factsQuery(whose: ReturnType<typeof sql>) {
  return sql`
    select r.id as "readerId",
           (select role from staff_member where reader_id = r.id) as "staffRole",
           coalesce((
             select json_agg(json_build_object(
               'id', s.id, 'status', s.status, 'periodStart', s.period_start,
               'periodEnd', s.period_end, 'cancelAt', s.cancel_at,
               'cancelAtPeriodEnd', s.cancel_at_period_end, 'endedAt', s.ended_at,
               'trialEnd', s.trial_end, 'unpaidSince', s.unpaid_since,
               'knownUntil', s.known_until, 'pause', case when s.pause_behavior is not null
                 then json_build_object('behavior', s.pause_behavior,
                                        'resumesAt', s.pause_resumes_at) end,
               'coveredUntil', case when s.pause_behavior is not null then (
                 select max(i.period_end) from invoice i
                  where i.customer_id = s.customer_id and i.subscription_id = s.id
                    and i.status = 'paid') end) order by s.created_at desc)
               from subscription s
               join stripe_customer c on c.customer_id = s.customer_id
              where c.reader_id = r.id and c.unlinked_at is null
                and s.ours and s.vanished_at is null), '[]') as subscriptions,
           coalesce((
             select json_agg(json_build_object(
               'id', g.id, 'kind', g.kind, 'giver', g.giver, 'startsAt', g.starts_at,
               'endsAt', g.ends_at, 'revokedAt', g.revoked_at))
               from access_grant g where g.reader_id = r.id), '[]') as grants,
           coalesce((
             select json_agg(json_build_object(
               'id', d.id, 'status', d.status, 'subscriptionId', d.subscription_id))
               from dispute d
               join stripe_customer c on c.customer_id = d.customer_id
              where c.reader_id = r.id and c.unlinked_at is null
                -- A payment for somebody else's gift says nothing about one's own reading.
                and not exists (select 1 from gift g
                                 where g.payment_intent_id = d.payment_intent_id)), '[]') as disputes
      from reader r
     where ${whose} and r.deleted_at is null`
}

/** What bears on the access of a reader, or null when there is no such reader. */
export async function accessRowsOfReader(
  db: AppQueryable,
  readerId: string,
): Promise<AccessRows | null> {
  const [row] = await db.execute(factsQuery(sql`r.id = ${readerId}`))
  return row ? factsShape.parse(row) : null
}

/** The same for many readers in one question, by reader. */
export async function accessRowsOfReaders(
  db: AppQueryable,
  readerIds: string[],
): Promise<Map<string, AccessRows>> {
  if (readerIds.length === 0) return new Map()
  const asked = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(readerIds)}::jsonb))`
  const rows = await db.execute(factsQuery(sql`r.id in ${asked}`))
  return new Map(rows.map((row) => factsShape.parse(row)).map((facts) => [facts.readerId, facts]))
}

/**
 * What bears on the access of whoever holds a session, and until when it lasts; and whether they want noted what they
 * read, which has nothing to do with access.
 */
export type SessionRows = { rows: AccessRows; sessionEnds: Date; keepsHistory: boolean }

const sessionShape = z.object({ sessionEnds: moment, keepsHistory: z.boolean() })

/** The same for whoever holds this session, or null when it does not exist or has ended by `now`. */
export async function accessRowsOfSession(
  db: AppQueryable,
  tokenHash: string,
  now: Date,
): Promise<SessionRows | null> {
  const [row] = await db.execute(sql`
    select facts.*, s.expires_at as "sessionEnds",
           exists (select from reading_history h where h.reader_id = s.reader_id) as "keepsHistory"
      from session s
      cross join lateral (${factsQuery(sql`r.id = s.reader_id`)}) as facts
     where s.token_hash = ${tokenHash} and s.expires_at > ${now.toISOString()}`)
  return row ? { rows: factsShape.parse(row), ...sessionShape.parse(row) } : null
}
