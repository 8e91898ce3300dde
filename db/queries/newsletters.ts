/** Who receives which newsletter. Addresses are in lower case, as `lib/auth/email.ts` reads them. */
import { and, asc, eq, gte, inArray, lt, ne, notExists, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { newsletterAddress, newsletterSubscription } from '../schema/newsletters.ts'

/** Where somebody asked for a newsletter. */
export type AskedFrom = (typeof newsletterSubscription.$inferSelect)['askedFrom']

/** A wish for one newsletter, with the words that it was made to. */
export type NewsletterWish = {
  addressId: string
  newsletter: string
  askedFrom: AskedFrom
  consentVersion: string
  consentText: string
  askedAt: Date
}

/** The id of an address, made when it is not there, and held for the caller's transaction. */
export async function ensureNewsletterAddress(db: AppQueryable, email: string): Promise<string> {
  const [row] = await db
    .insert(newsletterAddress)
    .values({ email })
    // Changes nothing, and holds the row: of two who ask at once, the second waits and sees what the first did.
    .onConflictDoUpdate({ target: newsletterAddress.email, set: { email } })
    .returning({ id: newsletterAddress.id })
  if (!row) throw new Error('An address was neither added nor found.')
  return row.id
}

/** The address itself, held for the caller's transaction; null when it is forgotten. */
export async function lockNewsletterAddress(db: AppQueryable, id: string) {
  const [found] = await db
    .select({ id: newsletterAddress.id, email: newsletterAddress.email })
    .from(newsletterAddress)
    .where(eq(newsletterAddress.id, id))
    .for('no key update')
  return found ?? null
}

/** What is known of an address: what it receives, and what waits for the answer to a mail. */
export async function newsletterStateOf(db: AppQueryable, addressId: string) {
  const [address] = await db
    .select({ id: newsletterAddress.id, email: newsletterAddress.email })
    .from(newsletterAddress)
    .where(eq(newsletterAddress.id, addressId))
  if (!address) return null
  const subscriptions = await db
    .select({
      newsletter: newsletterSubscription.newsletter,
      state: newsletterSubscription.state,
      askedAt: newsletterSubscription.askedAt,
    })
    .from(newsletterSubscription)
    .where(eq(newsletterSubscription.addressId, addressId))
    .orderBy(asc(newsletterSubscription.newsletter))
  return { ...address, subscriptions }
}

/** The id under which an address is known here, or null. */
export async function newsletterAddressOf(db: AppQueryable, email: string): Promise<string | null> {
  const [found] = await db
    .select({ id: newsletterAddress.id })
    .from(newsletterAddress)
    .where(eq(newsletterAddress.email, email))
  return found?.id ?? null
}

/** Notes a wish that waits for an answer. What is confirmed stays as it is, with its own proof. */
export async function putPending(db: AppQueryable, wish: NewsletterWish): Promise<void> {
  const { addressId: _, newsletter: _of, ...said } = wish
  await db
    .insert(newsletterSubscription)
    .values({ ...wish, state: 'pending' })
    .onConflictDoUpdate({
      target: [newsletterSubscription.addressId, newsletterSubscription.newsletter],
      set: { ...said, state: 'pending', confirmedAt: null, endedAt: null },
      setWhere: ne(newsletterSubscription.state, 'confirmed'),
    })
}

/** Notes a wish of somebody of whom it is known that the address is theirs. What is confirmed stays as it is. */
export async function putConfirmed(db: AppQueryable, wish: NewsletterWish): Promise<void> {
  const { addressId: _, newsletter: _of, ...said } = wish
  await db
    .insert(newsletterSubscription)
    .values({ ...wish, state: 'confirmed', confirmedAt: wish.askedAt })
    .onConflictDoUpdate({
      target: [newsletterSubscription.addressId, newsletterSubscription.newsletter],
      set: { ...said, state: 'confirmed', confirmedAt: wish.askedAt, endedAt: null },
      setWhere: ne(newsletterSubscription.state, 'confirmed'),
    })
}

/** Confirms what this address asked for since `since`, of these newsletters. Returns their names in addresses. */
export async function confirmPending(
  db: AppQueryable,
  addressId: string,
  { of, since, now }: { of: string[]; since: Date; now: Date },
): Promise<string[]> {
  await db.update(newsletterAddress).set({ refusals: 0 }).where(eq(newsletterAddress.id, addressId))
  const rows = await db
    .update(newsletterSubscription)
    .set({ state: 'confirmed', confirmedAt: now })
    .where(
      and(
        eq(newsletterSubscription.addressId, addressId),
        eq(newsletterSubscription.state, 'pending'),
        gte(newsletterSubscription.askedAt, since),
        inArray(newsletterSubscription.newsletter, of),
      ),
    )
    .returning({ newsletter: newsletterSubscription.newsletter })
  return rows.map(({ newsletter }) => newsletter)
}

/**
 * Ends newsletters of an address; a wish that was never confirmed is forgotten. Mails of theirs that still wait are
 * not sent. Returns what it received until now.
 */
export async function endSubscriptions(
  db: AppQueryable,
  addressId: string,
  newsletters: string[],
  now: Date,
): Promise<string[]> {
  if (newsletters.length === 0) return []
  const these = and(
    eq(newsletterSubscription.addressId, addressId),
    inArray(newsletterSubscription.newsletter, newsletters),
  )
  await db
    .delete(newsletterSubscription)
    .where(and(these, eq(newsletterSubscription.state, 'pending')))
  const rows = await db
    .update(newsletterSubscription)
    .set({ state: 'unsubscribed', endedAt: now })
    .where(and(these, eq(newsletterSubscription.state, 'confirmed')))
    .returning({ newsletter: newsletterSubscription.newsletter })
  const ended = rows.map(({ newsletter }) => newsletter)
  for (const newsletter of ended) await dropWaiting(db, addressId, newsletter)
  return ended
}

async function dropWaiting(db: AppQueryable, addressId: string, newsletter: string): Promise<void> {
  await db.execute(sql`
    delete from mail m using newsletter_issue i
     where i.newsletter = ${newsletter} and i.state <> 'sent' and m.issue_id = i.id and m.state = 'queued'
       and m.once_key = 'newsletter:' || i.id || ':' || ${addressId}::text`)
}

/** Gives what one address receives to another: of what both have, the newer address keeps its own. */
export async function moveNewsletters(db: AppQueryable, from: string, to: string): Promise<void> {
  const before = await newsletterAddressOf(db, from)
  if (before === null) return
  const after = await newsletterAddressOf(db, to)
  if (after === null) {
    await db.update(newsletterAddress).set({ email: to }).where(eq(newsletterAddress.id, before))
    await db.execute(
      sql`update mail set to_address = ${to}
           where to_address = ${from} and state = 'queued' and issue_id is not null`,
    )
    return
  }
  await db.execute(sql`
    insert into newsletter_subscription (address_id, newsletter, state, asked_from, consent_version, consent_text,
                                         asked_at, confirmed_at)
    select ${after}, newsletter, state, asked_from, consent_version, consent_text, asked_at, confirmed_at
      from newsletter_subscription where address_id = ${before} and state = 'confirmed'
        on conflict (address_id, newsletter) do update
           set state = 'confirmed', confirmed_at = excluded.confirmed_at, asked_at = excluded.asked_at,
               asked_from = excluded.asked_from, consent_version = excluded.consent_version,
               consent_text = excluded.consent_text, ended_at = null
         where newsletter_subscription.state = 'pending'`)
  await forgetNewsletters(db, from)
}

/** Forgets an address with all it asked for, and what waits to go there. */
export async function forgetNewsletters(db: AppQueryable, email: string): Promise<void> {
  await db.execute(
    sql`delete from mail where to_address = ${email} and state = 'queued'
          and (issue_id is not null or kind in ('newsletter', 'newsletter_confirm'))`,
  )
  await db.delete(newsletterAddress).where(eq(newsletterAddress.email, email))
}

/** What an address asked for, with the proof of it, for a copy of somebody's data. */
export async function newslettersToExport(db: AppQueryable, email: string, limit: number) {
  return db
    .select({
      newsletter: newsletterSubscription.newsletter,
      state: newsletterSubscription.state,
      askedFrom: newsletterSubscription.askedFrom,
      consentVersion: newsletterSubscription.consentVersion,
      consentText: newsletterSubscription.consentText,
      askedAt: newsletterSubscription.askedAt,
      confirmedAt: newsletterSubscription.confirmedAt,
      endedAt: newsletterSubscription.endedAt,
    })
    .from(newsletterSubscription)
    .innerJoin(newsletterAddress, eq(newsletterAddress.id, newsletterSubscription.addressId))
    .where(eq(newsletterAddress.email, email))
    .orderBy(asc(newsletterSubscription.newsletter))
    .limit(limit)
}

/** Deletes wishes that nobody confirmed, proofs of what ended long ago, and addresses of which nothing is left. */
export async function forgetOldNewsletters(
  db: AppQueryable,
  { pendingBefore, endedBefore }: { pendingBefore: Date; endedBefore: Date },
): Promise<void> {
  const row = newsletterSubscription
  await db.delete(row).where(and(eq(row.state, 'pending'), lt(row.askedAt, pendingBefore)))
  await db.delete(row).where(and(eq(row.state, 'unsubscribed'), lt(row.endedAt, endedBefore)))
  await db.delete(newsletterAddress).where(
    and(
      lt(newsletterAddress.madeAt, pendingBefore),
      notExists(
        db
          .select({ one: sql`1` })
          .from(row)
          .where(eq(row.addressId, newsletterAddress.id)),
      ),
    ),
  )
}
