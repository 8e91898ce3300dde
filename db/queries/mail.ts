import { and, asc, desc, eq, lte, ne, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { pseudonymOf } from '../pseudonym.ts'
import { mail } from '../schema/mail.ts'

/** A message to be sent, with the key that makes it once-only. */
export type NewMail = typeof mail.$inferInsert

/** A message that is due. */
export type DueMail = Pick<
  typeof mail.$inferSelect,
  'id' | 'readerId' | 'issueId' | 'toAddress' | 'kind' | 'subject' | 'data' | 'attempts'
>

/** Adds a message unless its once-only key is there already; says whether it was added. */
export async function addMail(db: AppQueryable, message: NewMail): Promise<boolean> {
  const added = await db
    .insert(mail)
    .values(message)
    .onConflictDoNothing({ target: mail.onceKey })
    .returning({ id: mail.id })
  return added.length > 0
}

/** Of these once-only keys the ones that were used already. */
export async function usedOnceKeys(db: AppQueryable, onceKeys: string[]): Promise<Set<string>> {
  // One parameter, so that PostgreSQL knows the statement again however many are asked for.
  const asked = sql`(select jsonb_array_elements_text(${JSON.stringify(onceKeys)}::jsonb))`
  const rows = await db
    .select({ onceKey: mail.onceKey })
    .from(mail)
    .where(sql`${mail.onceKey} in ${asked}`)
  return new Set(rows.map(({ onceKey }) => onceKey))
}

/** When the message with this once-only key was added, or null when there is none. */
export async function mailAddedAt(db: AppQueryable, onceKey: string): Promise<Date | null> {
  const [found] = await db
    .select({ createdAt: mail.createdAt })
    .from(mail)
    .where(eq(mail.onceKey, onceKey))
  return found?.createdAt ?? null
}

/**
 * Locks one message that is due at `now` for the caller's transaction, skipping those others hold. A newsletter only
 * while no other message is due, so that nobody waits for a code behind ten thousand letters.
 */
export async function lockDueMail(db: AppQueryable, now: Date): Promise<DueMail | null> {
  const [due] = await db
    .select({
      id: mail.id,
      readerId: mail.readerId,
      issueId: mail.issueId,
      toAddress: mail.toAddress,
      kind: mail.kind,
      subject: mail.subject,
      data: mail.data,
      attempts: mail.attempts,
    })
    .from(mail)
    .where(and(eq(mail.state, 'queued'), lte(mail.nextAttemptAt, now)))
    .orderBy(asc(sql`(${mail.issueId} is not null)`), mail.nextAttemptAt)
    .limit(1)
    .for('update', { skipLocked: true })
  return due ?? null
}

/** Notes that a message was handed over. */
export async function markMailSent(db: AppQueryable, id: string, now: Date): Promise<void> {
  await db
    .update(mail)
    .set({ state: 'sent', sentAt: now, attempts: sql`${mail.attempts} + 1`, lastError: null })
    .where(eq(mail.id, id))
}

/** Notes that a message was not taken: it is tried again at `retryAt`, or never when that is null. */
export async function markMailRefused(
  db: AppQueryable,
  id: string,
  refusal: { error: string; retryAt: Date | null },
): Promise<void> {
  await db
    .update(mail)
    .set({
      state: refusal.retryAt ? 'queued' : 'failed',
      attempts: sql`${mail.attempts} + 1`,
      lastError: refusal.error,
      ...(refusal.retryAt ? { nextAttemptAt: refusal.retryAt } : {}),
    })
    .where(eq(mail.id, id))
}

/** Forgets where the last mail to a deleted account went, once it need not be tried again. */
export async function forgetLastAddress(
  db: AppQueryable,
  { id, readerId }: { id: string; readerId: string },
): Promise<void> {
  await db
    .update(mail)
    .set({ toAddress: pseudonymOf(readerId), lastError: null })
    .where(and(eq(mail.id, id), ne(mail.state, 'queued')))
}

/** The newest messages to one reader, without their content. */
export async function mailsOfReader(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      id: mail.id,
      kind: mail.kind,
      subject: mail.subject,
      toAddress: mail.toAddress,
      state: mail.state,
      attempts: mail.attempts,
      lastError: mail.lastError,
      createdAt: mail.createdAt,
      sentAt: mail.sentAt,
    })
    .from(mail)
    .where(eq(mail.readerId, readerId))
    .orderBy(desc(mail.createdAt))
    .limit(limit)
}
