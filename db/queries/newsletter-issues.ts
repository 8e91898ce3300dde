/** Issues of newsletters, and the mails of each. */
import { and, count, desc, eq, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AppQueryable } from '../client.ts'
import {
  newsletterAddress,
  newsletterIssue,
  newsletterSubscription,
} from '../schema/newsletters.ts'

/** After so many refusals in a row an address is sent nothing more, until it is confirmed again. */
const MOST_REFUSALS = 3

/** When the newest issue of a newsletter was due, or null when there is none. */
export async function lastIssueDueAt(db: AppQueryable, newsletter: string): Promise<Date | null> {
  const [found] = await db
    .select({ dueAt: newsletterIssue.dueAt })
    .from(newsletterIssue)
    .where(eq(newsletterIssue.newsletter, newsletter))
    .orderBy(desc(newsletterIssue.dueAt))
    .limit(1)
  return found?.dueAt ?? null
}

/** Begins an issue; says whether it did. Of several who do so at once, one does. */
export async function addIssue(
  db: AppQueryable,
  issue: { newsletter: string; dueAt: Date; subject: string; content: unknown },
): Promise<boolean> {
  const added = await db
    .insert(newsletterIssue)
    .values({ ...issue, state: 'queueing' })
    .onConflictDoNothing({ target: [newsletterIssue.newsletter, newsletterIssue.dueAt] })
    .returning({ id: newsletterIssue.id })
  return added.length > 0
}

/** How many addresses receive a newsletter. */
export async function countRecipients(db: AppQueryable, newsletter: string): Promise<number> {
  const [row] = await db
    .select({ of: count() })
    .from(newsletterSubscription)
    .innerJoin(newsletterAddress, eq(newsletterAddress.id, newsletterSubscription.addressId))
    .where(and(isReceived(newsletter), sql`${newsletterAddress.refusals} < ${MOST_REFUSALS}`))
  return row?.of ?? 0
}

const isReceived = (newsletter: string) =>
  and(
    eq(newsletterSubscription.newsletter, newsletter),
    eq(newsletterSubscription.state, 'confirmed'),
  )

/** The issues that are not sent yet, the oldest first. */
export async function openIssues(db: AppQueryable) {
  return db
    .select({ id: newsletterIssue.id, state: newsletterIssue.state })
    .from(newsletterIssue)
    .where(ne(newsletterIssue.state, 'sent'))
    .orderBy(newsletterIssue.createdAt)
}

const batchShape = z.object({ last: z.uuid().nullable(), looked: z.coerce.number() })

/**
 * Adds the mails of the next `size` addresses of an issue, and notes how far it came: both or neither, so that whoever
 * is killed in between is gone on from, and no address has two. Says whether there may be more.
 */
export async function queueBatch(
  db: AppQueryable,
  issueId: string,
  size: number,
): Promise<boolean> {
  const [issue] = await db
    .select()
    .from(newsletterIssue)
    .where(and(eq(newsletterIssue.id, issueId), eq(newsletterIssue.state, 'queueing')))
    .for('no key update', { skipLocked: true })
  if (!issue) return false
  // Held, so that who ends it meanwhile waits, and then finds the mail that is to be taken back.
  const rows = await db.execute(sql`
    with next as (
      select a.id, a.email from newsletter_subscription s join newsletter_address a on a.id = s.address_id
       where s.newsletter = ${issue.newsletter} and s.state = 'confirmed' and a.refusals < ${MOST_REFUSALS}
         and a.id > ${issue.queuedTo ?? '00000000-0000-0000-0000-000000000000'}
       order by a.id limit ${size} for share of s
    ), added as (
      insert into mail (issue_id, to_address, kind, once_key, subject, data, state)
      select ${issueId}, email, 'newsletter', 'newsletter:' || ${issueId}::text || ':' || id, ${issue.subject},
             jsonb_build_object('addressId', id), 'queued'
        from next on conflict (once_key) do nothing
    )
    select (select id from next order by id desc limit 1) as last, (select count(*) from next) as looked`)
  const { last, looked } = batchShape.parse(rows[0])
  // Not fewer than asked for: of those found, one that ends just now is left out.
  const isOver = looked === 0
  await db
    .update(newsletterIssue)
    .set({
      recipients: issue.recipients + looked,
      queuedTo: last ?? issue.queuedTo,
      state: isOver ? 'sending' : 'queueing',
    })
    .where(eq(newsletterIssue.id, issueId))
  return !isOver
}

/**
 * Closes an issue of which no mail waits any more, counts, and notes against each address whether a server took the
 * mail. Says whether it did.
 */
export async function settleIssue(db: AppQueryable, issueId: string, now: Date): Promise<boolean> {
  const [issue] = await db
    .select({ id: newsletterIssue.id })
    .from(newsletterIssue)
    .where(and(eq(newsletterIssue.id, issueId), eq(newsletterIssue.state, 'sending')))
    .for('no key update', { skipLocked: true })
  if (!issue) return false
  const tally = await tallyOf(db, issueId)
  if (tally.waiting > 0) return false
  await db.execute(sql`
    update newsletter_address a set refusals = case when m.state = 'failed' then a.refusals + 1 else 0 end
      from mail m where m.issue_id = ${issueId} and a.id = (m.data ->> 'addressId')::uuid
       and (m.state = 'failed' or a.refusals > 0)`)
  await db
    .update(newsletterIssue)
    .set({ state: 'sent', sentAt: now, delivered: tally.sent, refused: tally.failed })
    .where(eq(newsletterIssue.id, issueId))
  return true
}

const tallyShape = z.object({
  waiting: z.coerce.number(),
  sent: z.coerce.number(),
  failed: z.coerce.number(),
})

/** How the mails of an issue stand. */
async function tallyOf(db: AppQueryable, issueId: string) {
  const [row] = await db.execute(sql`
    select count(*) filter (where state = 'queued') as waiting, count(*) filter (where state = 'sent') as sent,
           count(*) filter (where state = 'failed') as failed
      from mail where issue_id = ${issueId}`)
  return tallyShape.parse(row)
}

/** The newest issues, with how far each has come. */
export async function newestIssues(db: AppQueryable, limit: number) {
  const rows = await db
    .select()
    .from(newsletterIssue)
    .orderBy(desc(newsletterIssue.dueAt), desc(newsletterIssue.id))
    .limit(limit)
  return Promise.all(
    rows.map(async (row) => {
      const { id, newsletter, dueAt, subject, state, recipients, sentAt } = row
      const { sent, failed } =
        state === 'sent'
          ? { sent: row.delivered ?? 0, failed: row.refused ?? 0 }
          : await tallyOf(db, id)
      return { id, newsletter, dueAt, subject, state, recipients, sentAt, sent, failed }
    }),
  )
}

/** What an issue shows, for one of its mails. */
export async function contentOfIssue(db: AppQueryable, issueId: string): Promise<unknown> {
  const [found] = await db
    .select({ content: newsletterIssue.content })
    .from(newsletterIssue)
    .where(eq(newsletterIssue.id, issueId))
  return found?.content ?? null
}

/** Deletes the mails of issues that were sent before `before`: their figures stay with the issue. */
export async function forgetMailsOfIssues(db: AppQueryable, before: Date): Promise<void> {
  await db.execute(sql`
    delete from mail m using newsletter_issue i
     where m.issue_id = i.id and i.state = 'sent' and i.sent_at < ${before.toISOString()}`)
}
