import { and, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import {
  reader,
  session,
  signInChallenge,
  staffMember,
  verificationToken,
} from '../schema/people.ts'

/** How many wrong codes a challenge bears; a CHECK on the table says the same. */
export const MAX_TRIES = 5

type NewChallenge = {
  email: string
  linkHash: string
  codeHash: string
  returnTo: string
  createdAt: Date
  expiresAt: Date
}

/** Stores a challenge. */
export async function addChallenge(db: AppQueryable, challenge: NewChallenge): Promise<void> {
  await db.insert(signInChallenge).values(challenge)
}

/** The challenge behind a link, unless it was used or has expired. Looking does not spend it. */
export async function openChallengeByLink(db: AppQueryable, linkHash: string, now: Date) {
  const [challenge] = await db
    .select({ email: signInChallenge.email, returnTo: signInChallenge.returnTo })
    .from(signInChallenge)
    .where(and(eq(signInChallenge.linkHash, linkHash), isOpen(now)))
  return challenge ?? null
}

/** Spends the challenge behind a link; of two that ask at once, one gets it. */
export async function spendChallengeByLink(db: AppQueryable, linkHash: string, now: Date) {
  const [spent] = await db
    .update(signInChallenge)
    .set({ usedAt: now })
    .where(and(eq(signInChallenge.linkHash, linkHash), isOpen(now)))
    .returning({ email: signInChallenge.email, returnTo: signInChallenge.returnTo })
  return spent ?? null
}

/**
 * Spends the challenge of `email` whose code hashes to one of `codeHashes`. A wrong code costs a try
 * of every challenge it could have been meant for.
 */
export async function spendChallengeByCode(
  db: AppQueryable,
  email: string,
  codeHash: string,
  now: Date,
) {
  const guessable = and(
    eq(signInChallenge.email, email),
    isOpen(now),
    lt(signInChallenge.tries, MAX_TRIES),
  )
  const [spent] = await db
    .update(signInChallenge)
    .set({ usedAt: now })
    .where(
      inArray(
        signInChallenge.id,
        db
          .select({ id: signInChallenge.id })
          .from(signInChallenge)
          .where(and(guessable, eq(signInChallenge.codeHash, codeHash)))
          .orderBy(desc(signInChallenge.createdAt))
          .limit(1)
          .for('update'),
      ),
    )
    .returning({ email: signInChallenge.email, returnTo: signInChallenge.returnTo })
  if (spent) return { kind: 'spent', ...spent } as const
  const tried = await db
    .update(signInChallenge)
    .set({ tries: sql`${signInChallenge.tries} + 1` })
    .where(guessable)
    .returning({ tries: signInChallenge.tries })
  const left = Math.max(0, ...tried.map(({ tries }) => MAX_TRIES - tries))
  return { kind: 'wrong', triesLeft: left } as const
}

const isOpen = (now: Date) =>
  and(isNull(signInChallenge.usedAt), gt(signInChallenge.expiresAt, now))

/** Takes away what can open nothing any more: for a nightly job. */
export async function forgetOldChallenges(db: AppQueryable, before: Date): Promise<void> {
  await db.delete(signInChallenge).where(lt(signInChallenge.expiresAt, before))
  await db.delete(verificationToken).where(lt(verificationToken.expires, before))
  await db.delete(session).where(lt(session.expires, before))
}

/** Ends every session of a reader; says how many there were. */
export async function endSessions(db: AppQueryable, readerId: string): Promise<number> {
  const ended = await db
    .delete(session)
    .where(eq(session.userId, readerId))
    .returning({ expires: session.expires })
  return ended.length
}

/** The sessions of a reader that last beyond `now`, newest first. */
export async function sessionsOfReader(db: AppQueryable, readerId: string, now: Date) {
  return db
    .select({
      id: session.id,
      tokenHash: session.sessionToken,
      device: session.device,
      createdAt: session.createdAt,
      expires: session.expires,
    })
    .from(session)
    .where(and(eq(session.userId, readerId), gt(session.expires, now)))
    .orderBy(desc(session.createdAt))
}

/** The reader with this address (lower case), or null. */
export async function readerByEmail(db: AppQueryable, email: string) {
  const [found] = await db
    .select({ id: reader.id, email: reader.email, name: reader.name })
    .from(reader)
    .where(eq(reader.email, email))
  return found ?? null
}

/** Stores a session under the hash of its token. */
export async function addSession(
  db: AppQueryable,
  made: { tokenHash: string; readerId: string; expires: Date; device: string },
): Promise<void> {
  await db.insert(session).values({
    sessionToken: made.tokenHash,
    userId: made.readerId,
    expires: made.expires,
    device: made.device,
  })
}

/** A session with its reader and the reader's role, or null. */
export async function findSession(db: AppQueryable, tokenHash: string) {
  const [found] = await db
    .select({
      expires: session.expires,
      readerId: reader.id,
      email: reader.email,
      emailVerified: reader.emailVerified,
      name: reader.name,
      role: staffMember.role,
    })
    .from(session)
    .innerJoin(reader, eq(reader.id, session.userId))
    .leftJoin(staffMember, eq(staffMember.readerId, reader.id))
    .where(eq(session.sessionToken, tokenHash))
  return found ?? null
}

/** Moves the end of a session. */
export async function extendSession(
  db: AppQueryable,
  tokenHash: string,
  expires: Date,
): Promise<void> {
  await db.update(session).set({ expires }).where(eq(session.sessionToken, tokenHash))
}

/** Ends one session. */
export async function endSession(db: AppQueryable, tokenHash: string): Promise<void> {
  await db.delete(session).where(eq(session.sessionToken, tokenHash))
}

/** Stores what Auth.js asks back within the same request. */
export async function addVerificationToken(
  db: AppQueryable,
  row: { identifier: string; token: string; expires: Date },
): Promise<void> {
  await db.insert(verificationToken).values(row)
}
