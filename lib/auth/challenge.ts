import type { AppQueryable } from '#db/client.ts'
import {
  addChallenge,
  openChallengeByLink,
  spendChallengeByCode,
  spendChallengeByLink,
} from '#db/queries/sign-in.ts'
import { later, MINUTE } from '#lib/clock.ts'
import { hashShort, hashToken, newCode, newToken } from './hash.ts'
import { safeReturnPath } from './return-path.ts'
import { seal, unseal } from './seal.ts'

/** How long a link and a code are good for, in minutes. */
export const CHALLENGE_MINUTES = 30

/** What goes into the mail, and only there: the database keeps hashes. */
export type IssuedChallenge = { token: string; code: string }

/** A challenge that was met: who signs in, and where they were going. */
export type MetChallenge = { email: string; returnTo: string }

/** The answer to a code. Wrong, used and expired are one answer, so that none of them tells anything. */
export type CodeOutcome = ({ kind: 'met' } & MetChallenge) | { kind: 'wrong'; triesLeft: number }

/** Makes a link and a code for `email`. Earlier ones stay good, each for its own thirty minutes. */
export async function issueChallenge(
  db: AppQueryable,
  secret: string,
  wanted: { email: string; returnTo: string },
  now: Date,
): Promise<IssuedChallenge> {
  const token = newToken()
  const code = newCode()
  await addChallenge(db, {
    email: wanted.email,
    // Who was about to redeem a gift has its code in the address.
    returnTo: seal(wanted.returnTo, secret),
    linkHash: hashToken(token),
    codeHash: hashShort(`${wanted.email} ${code}`, secret),
    createdAt: now,
    expiresAt: later(now, CHALLENGE_MINUTES * MINUTE),
  })
  return { token, code }
}

/** Whose link this is, without spending it: mail scanners open every link they see. */
export async function peekLink(
  db: AppQueryable,
  token: string,
  now: Date,
): Promise<{ email: string } | null> {
  const found = await openChallengeByLink(db, hashToken(token), now)
  return found && { email: found.email }
}

/** Spends a link. Null when it was used, has expired, or never existed. */
export async function meetByLink(
  db: AppQueryable,
  secret: string,
  token: string,
  now: Date,
): Promise<MetChallenge | null> {
  const spent = await spendChallengeByLink(db, hashToken(token), now)
  return spent && opened(spent, secret)
}

/** A secret that was changed meanwhile costs the way back, and nothing else. */
const opened = ({ email, returnTo }: MetChallenge, secret: string): MetChallenge => ({
  email,
  returnTo: safeReturnPath(unseal(returnTo, secret)),
})

/** Spends the code of `email`. Each wrong one costs a try; after five, only the link is left. */
export async function meetByCode(
  db: AppQueryable,
  secret: string,
  typed: { email: string; code: string },
  now: Date,
): Promise<CodeOutcome> {
  const codeHash = hashShort(`${typed.email} ${typed.code}`, secret)
  const outcome = await spendChallengeByCode(db, typed.email, codeHash, now)
  return outcome.kind === 'spent' ? { kind: 'met', ...opened(outcome, secret) } : outcome
}
