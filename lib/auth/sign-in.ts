import type { AppDatabase } from '#db/client.ts'
import { readerByEmail } from '#db/queries/sign-in.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurns } from '#lib/limits.ts'
import { CHALLENGE_MINUTES, type CodeOutcome, issueChallenge, meetByCode } from './challenge.ts'
import { readEmail } from './email.ts'
import { hashToken } from './hash.ts'
import { safeReturnPath } from './return-path.ts'

/** What the sign-in mail has to say, and who sends it. */
export type SignInMailer = (mail: {
  to: string
  readerId: string | null
  code: string
  token: string
  minutes: number
}) => Promise<{ kind: 'sent' } | { kind: 'failed' }>

/** What became of a wish to sign in. None of the outcomes depends on whether an account exists. */
export type SignInRequestOutcome =
  | { kind: 'sent'; email: string; returnTo: string }
  | { kind: 'invalid'; why: string }
  | { kind: 'limited'; retryAfterSeconds: number }
  | { kind: 'mail_failed' }

type From = { address: string; now: Date; secret: string }

/** Makes a challenge for a typed address and has it mailed, within the limits per address and per e-mail. */
export async function requestSignIn(
  db: AppDatabase,
  wanted: { typed: string; returnTo: string | null },
  from: From,
  mailer: SignInMailer,
): Promise<SignInRequestOutcome> {
  const reading = readEmail(wanted.typed)
  if (reading.kind === 'invalid') return reading
  const { email } = reading
  const turn = await takeTurns(db, [
    [limits.signInMailsFromAddress, from.address],
    [limits.signInMailsToEmail, hashToken(email)],
  ])
  if (turn.kind === 'limited') return turn
  const returnTo = safeReturnPath(wanted.returnTo)
  const issued = await issueChallenge(db, from.secret, { email, returnTo }, from.now)
  const reader = await readerByEmail(db, email)
  const mailed = await mailer({
    to: email,
    readerId: reader?.id ?? null,
    ...issued,
    minutes: CHALLENGE_MINUTES,
  })
  return mailed.kind === 'sent' ? { kind: 'sent', email, returnTo } : { kind: 'mail_failed' }
}

/** What became of a typed code. */
export type CodeAnswer =
  | CodeOutcome
  | { kind: 'invalid'; why: string }
  | { kind: 'limited'; retryAfterSeconds: number }

/** Checks a typed code, within the limits per address and per e-mail. Spaces and dashes in it do not matter. */
export async function answerCode(
  db: AppDatabase,
  typed: { email: string; code: string },
  from: From,
): Promise<CodeAnswer> {
  const reading = readEmail(typed.email)
  if (reading.kind === 'invalid') return reading
  const code = typed.code.replaceAll(/[\s-]/g, '')
  if (!/^\d{6}$/.test(code)) return { kind: 'invalid', why: 'The code has six digits.' }
  const turn = await takeTurns(db, [
    [limits.signInCodesFromAddress, from.address],
    [limits.signInCodesForEmail, hashToken(reading.email)],
  ])
  if (turn.kind === 'limited') return turn
  return meetByCode(db, from.secret, { email: reading.email, code }, from.now)
}
