/** What a person does with their own account: another address, other sessions, the end of it. */
import { and, eq, gt, inArray, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AppQueryable } from '../client.ts'
import { pseudonymOf } from '../pseudonym.ts'
import { gift, withdrawal } from '../schema/agreements.ts'
import { mail } from '../schema/mail.ts'
import { checkoutAttempt, stripeCustomer, stripeEvent } from '../schema/money.ts'
import {
  accessGrant,
  account,
  emailChange,
  reader,
  session,
  signInChallenge,
  staffMember,
  verificationToken,
} from '../schema/people.ts'

/** Stores a wish to use another address. */
export async function addEmailChange(
  db: AppQueryable,
  wanted: {
    readerId: string
    newEmail: string
    linkHash: string
    createdAt: Date
    expiresAt: Date
  },
): Promise<void> {
  await db.insert(emailChange).values(wanted)
}

const isOpen = (now: Date) => and(isNull(emailChange.usedAt), gt(emailChange.expiresAt, now))

/** The wish behind a link with the address it would replace, unless it was used or has expired. */
export async function openEmailChange(db: AppQueryable, linkHash: string, now: Date) {
  const [found] = await db
    .select({ readerId: reader.id, oldEmail: reader.email, newEmail: emailChange.newEmail })
    .from(emailChange)
    .innerJoin(reader, eq(reader.id, emailChange.readerId))
    .where(and(eq(emailChange.linkHash, linkHash), isOpen(now), isNull(reader.deletedAt)))
  return found ?? null
}

/** Spends the wish behind a link; of two that ask at once, one gets it. */
export async function spendEmailChange(db: AppQueryable, linkHash: string, now: Date) {
  const [spent] = await db
    .update(emailChange)
    .set({ usedAt: now })
    .where(and(eq(emailChange.linkHash, linkHash), isOpen(now)))
    .returning({ readerId: emailChange.readerId, newEmail: emailChange.newEmail })
  return spent ?? null
}

/** Makes every open wish of a reader void. */
export async function voidEmailChanges(
  db: AppQueryable,
  readerId: string,
  now: Date,
): Promise<void> {
  await db
    .update(emailChange)
    .set({ usedAt: now })
    .where(and(eq(emailChange.readerId, readerId), isNull(emailChange.usedAt)))
}

/** A reader whose account is not deleted, locked for the caller's transaction; null when there is none. */
export async function lockLivingReader(db: AppQueryable, readerId: string) {
  const [found] = await db
    .select({ id: reader.id, email: reader.email, name: reader.name })
    .from(reader)
    .where(and(eq(reader.id, readerId), isNull(reader.deletedAt)))
    // Not `update`: whatever is added for this reader meanwhile, a mail or a session, need not wait.
    .for('no key update')
  return found ?? null
}

/** Gives a reader another address, of which it was shown that they receive its mail. */
export async function replaceEmail(
  db: AppQueryable,
  readerId: string,
  email: string,
  now: Date,
): Promise<void> {
  await db.update(reader).set({ email, emailVerified: now }).where(eq(reader.id, readerId))
}

const unique = z.object({ cause: z.object({ code: z.literal('23505') }) })

/** Whether a change failed because somebody else has the address. */
export function isTaken(error: unknown): boolean {
  return unique.safeParse(error).success
}

/** Spends every open sign-in challenge of these addresses. */
export async function spendChallengesOf(
  db: AppQueryable,
  emails: string[],
  now: Date,
): Promise<void> {
  await db
    .update(signInChallenge)
    .set({ usedAt: now })
    .where(and(inArray(signInChallenge.email, emails), isNull(signInChallenge.usedAt)))
}

/** Ends one session of this reader; says whether there was such a one. */
export async function endSessionOf(
  db: AppQueryable,
  readerId: string,
  sessionId: string,
): Promise<boolean> {
  const ended = await db
    .delete(session)
    .where(and(eq(session.id, sessionId), eq(session.userId, readerId)))
    .returning({ id: session.id })
  return ended.length > 0
}

/**
 * Whether this was once the reader's address. The notice that goes to it when it is given up is the
 * record of it, and is made unreadable when the account is deleted.
 */
export async function hadEmail(
  db: AppQueryable,
  readerId: string,
  email: string,
): Promise<boolean> {
  const told = await db.$count(
    mail,
    and(eq(mail.readerId, readerId), eq(mail.kind, 'email_changed'), eq(mail.toAddress, email)),
  )
  return told > 0
}

/** Whether nobody but this reader may do everything in the newsroom. */
export async function isLastAdmin(db: AppQueryable, readerId: string): Promise<boolean> {
  // Locked, so that two who are the last two cannot both go at once.
  const admins = await db
    .select({ readerId: staffMember.readerId })
    .from(staffMember)
    .where(eq(staffMember.role, 'admin'))
    .for('update')
  return admins.length === 1 && admins[0]?.readerId === readerId
}

/** The Checkout sessions in which a reader may still pay: for a subscription, or for a gift. */
export async function openSessionsOf(db: AppQueryable, readerId: string): Promise<string[]> {
  const [attempts, gifts] = await Promise.all([
    db
      .select({ id: checkoutAttempt.sessionId })
      .from(checkoutAttempt)
      .where(and(eq(checkoutAttempt.readerId, readerId), eq(checkoutAttempt.state, 'open'))),
    db
      .select({ id: gift.sessionId })
      .from(gift)
      .where(and(eq(gift.buyerId, readerId), eq(gift.state, 'open'))),
  ])
  return [...attempts, ...gifts].map(({ id }) => id).filter((id) => id !== null)
}

/**
 * Makes a reader a pseudonym: row, ways in, role and grants. What they bought stays, without a name.
 * The caller holds the reader, and closes what is open at Stripe first.
 */
export async function pseudonymiseReader(
  db: AppQueryable,
  { id, email }: { id: string; email: string },
  now: Date,
): Promise<void> {
  await db.delete(session).where(eq(session.userId, id))
  await db.delete(signInChallenge).where(eq(signInChallenge.email, email))
  await db.delete(verificationToken).where(eq(verificationToken.identifier, email))
  await db.delete(emailChange).where(eq(emailChange.readerId, id))
  await db.delete(account).where(eq(account.userId, id))
  await db.delete(staffMember).where(eq(staffMember.readerId, id))
  await db
    .update(accessGrant)
    .set({ revokedAt: now })
    .where(
      and(eq(accessGrant.readerId, id), isNull(accessGrant.revokedAt), gt(accessGrant.endsAt, now)),
    )
  await db
    .update(checkoutAttempt)
    .set({ state: 'expired', closedAt: now })
    .where(and(eq(checkoutAttempt.readerId, id), eq(checkoutAttempt.state, 'open')))
  await db
    .update(stripeCustomer)
    .set({ cardBrand: null, cardLast4: null, cardExpMonth: null, cardExpYear: null })
    .where(eq(stripeCustomer.readerId, id))
  await db
    .update(reader)
    .set({ email: pseudonymOf(id), name: null, image: null, emailVerified: null, deletedAt: now })
    .where(eq(reader.id, id))
}

/** Empties gifts of whom they were for, where that was delivered; one that was not paid is given up. */
export async function pseudonymiseGifts(
  db: AppQueryable,
  readerId: string,
  now: Date,
): Promise<void> {
  await db
    .update(gift)
    .set({ state: 'canceled', canceledAt: now, whyCanceled: 'The account was deleted.' })
    .where(and(eq(gift.buyerId, readerId), eq(gift.state, 'open')))
  await db
    .update(gift)
    .set({ giverName: 'Deleted account', recipientName: null, recipientEmail: null, note: null })
    .where(
      and(
        eq(gift.buyerId, readerId),
        or(isNotNull(gift.deliveredAt), inArray(gift.state, ['redeemed', 'canceled'])),
      ),
    )
}

/**
 * Empties the mails to a reader: address, content, and a subject that may name somebody. One that
 * still waits to go to them is not sent. What waits to go to somebody else, a gift, still goes.
 */
export async function pseudonymiseMails(
  db: AppQueryable,
  { id, email }: { id: string; email: string },
): Promise<void> {
  await db
    .update(mail)
    .set({ state: 'failed', lastError: 'The account was deleted.' })
    .where(and(eq(mail.readerId, id), eq(mail.toAddress, email), eq(mail.state, 'queued')))
  await db
    .update(mail)
    .set({ toAddress: pseudonymOf(id), subject: sql`${mail.kind}`, data: {}, lastError: null })
    .where(and(or(eq(mail.readerId, id), eq(mail.toAddress, email)), ne(mail.state, 'queued')))
  // What staff were told about them, of a disputed payment for one, names them as well.
  await db
    .update(mail)
    .set({ data: sql`${mail.data} || jsonb_build_object('reader', ${pseudonymOf(id)}::text)` })
    .where(sql`${mail.data} ->> 'readerId' = ${id}`)
}

/**
 * Takes the name out of settled withdrawals. One that staff still have to settle keeps the address
 * to which they answer.
 */
export async function pseudonymiseWithdrawals(db: AppQueryable, readerId: string): Promise<void> {
  await db
    .update(withdrawal)
    .set({ name: 'Deleted account', email: pseudonymOf(readerId) })
    .where(
      and(
        eq(withdrawal.readerId, readerId),
        or(isNotNull(withdrawal.settledAt), eq(withdrawal.outcome, 'too_late')),
      ),
    )
}

/**
 * Empties the copies of Stripe's events about a customer: they repeat name and address. Those that
 * somebody is processing right now are left to them, who end up here as well.
 */
export async function emptyEventsOf(db: AppQueryable, customerId: string): Promise<void> {
  const free = db
    .select({ id: stripeEvent.id })
    .from(stripeEvent)
    .where(and(eq(stripeEvent.customerId, customerId), ne(stripeEvent.payload, {})))
    .for('update', { skipLocked: true })
  await db
    .update(stripeEvent)
    .set({ payload: {} })
    .where(sql`${stripeEvent.id} in (${free})`)
}
