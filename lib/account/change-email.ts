import type { AppDatabase, AppTransaction } from '#db/client.ts'
import {
  addEmailChange,
  isTaken,
  lockLivingReader,
  openEmailChange,
  replaceEmail,
  spendChallengesOf,
  spendEmailChange,
  voidEmailChanges,
} from '#db/queries/account.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { HeldTooLong, holdAlone } from '#db/queries/billing.ts'
import { moveNewsletters } from '#db/queries/newsletters.ts'
import { endSessions, readerByEmail } from '#db/queries/sign-in.ts'
import { readEmail } from '#lib/auth/email.ts'
import { hashToken, newToken } from '#lib/auth/hash.ts'
import { withChangeAhead } from '#lib/changes-ahead.ts'
import { HOUR, later, MINUTE, SECOND } from '#lib/clock.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurns } from '#lib/limits.ts'
import type { AtOnceMessage } from '#lib/mail/message.ts'
import { queueMail } from '#lib/mail/queue.ts'

/** How long the link to a new address is good for. */
const LIFE = HOUR

/** Hands a mail over while somebody waits: `lib/mail/send-at-once.ts`. */
type Mailer = (
  to: string,
  readerId: string | null,
  message: AtOnceMessage,
) => Promise<{ kind: 'sent' } | { kind: 'failed' }>

type From = { address: string; device: string; now: Date; siteUrl: URL }

/** What became of a wish to use another address. Whether that address has an account is not told. */
export type EmailChangeRequest =
  | { kind: 'sent'; email: string }
  | { kind: 'invalid'; why: string }
  | { kind: 'limited'; retryAfterSeconds: number }
  | { kind: 'mail_failed' }

/**
 * Sends a link to the address that a signed-in reader wants to use, and a notice to the one they
 * have. A wish of before becomes void. When the address is another account's, that account is told
 * instead, at once and with the same answer, so that nobody can find out who has an account.
 */
export async function requestEmailChange(
  db: AppDatabase,
  reader: { id: string; email: string },
  typed: string,
  from: From,
  mailer: Mailer,
): Promise<EmailChangeRequest> {
  const reading = readEmail(typed)
  if (reading.kind === 'invalid') return reading
  const { email } = reading
  if (email === reader.email)
    return { kind: 'invalid', why: 'This is the address your account uses now.' }
  const turn = await takeTurns(db, [
    [limits.emailChangesOfReader, reader.id],
    [limits.emailChangesFromAddress, from.address],
    [limits.emailChangesToEmail, hashToken(email)],
  ])
  if (turn.kind === 'limited') return turn
  const owner = await readerByEmail(db, email)
  const token = newToken()
  await db.transaction((tx) => noteWish(tx, reader, { email, token, isFree: !owner }, from))
  const mailed = owner
    ? await mailer(email, owner.id, { kind: 'email_taken' })
    : await mailer(email, reader.id, {
        kind: 'email_change',
        link: linkOf(from.siteUrl, token),
        minutes: LIFE / MINUTE,
        oldEmail: reader.email,
      })
  return mailed.kind === 'sent' ? { kind: 'sent', email } : { kind: 'mail_failed' }
}

async function noteWish(
  tx: AppTransaction,
  reader: { id: string; email: string },
  wish: { email: string; token: string; isFree: boolean },
  { device, now }: From,
): Promise<void> {
  const linkHash = hashToken(wish.token)
  await voidEmailChanges(tx, reader.id, now)
  if (wish.isFree)
    await addEmailChange(tx, {
      readerId: reader.id,
      newEmail: wish.email,
      linkHash,
      createdAt: now,
      expiresAt: later(now, LIFE),
    })
  await queueMail(tx, {
    to: reader.email,
    readerId: reader.id,
    onceKey: `email_change_asked:${linkHash}`,
    message: {
      kind: 'email_change_asked',
      newEmail: wish.email,
      device,
      askedAt: now.toISOString(),
    },
  })
}

function linkOf(siteUrl: URL, token: string): string {
  const link = new URL('/account/email/confirm', siteUrl)
  link.searchParams.set('token', token)
  return link.href
}

/** What a link would do, without spending it: mail scanners open every link they see. Null: nothing. */
export async function peekEmailChange(
  db: AppDatabase,
  token: string,
  now: Date,
): Promise<{ oldEmail: string; newEmail: string } | null> {
  const found = await openEmailChange(db, hashToken(token), now)
  return found && { oldEmail: found.oldEmail, newEmail: found.newEmail }
}

/** What confirming came to. */
export type EmailChangeOutcome =
  | { kind: 'changed'; readerId: string; email: string }
  /** The link was used, has expired, was replaced by a newer one, or never existed. */
  | { kind: 'void' }
  /** Somebody made an account with this address since it was asked for. */
  | { kind: 'taken' }
  /** Something else works on this account, and took too long; nothing was changed, and the link is good. */
  | { kind: 'busy' }

/** How long to wait for whoever else works on this reader. */
const PATIENCE = 8 * SECOND

/**
 * Gives the reader their new address. Every session ends, that of whoever confirms too: the caller
 * makes that browser a new one. So somebody who got a foreign mailbox's owner to confirm has no way
 * into what becomes theirs. Open sign-in links and codes of both addresses are spent, and the old
 * address is told. Stripe hears of it by the next sync, which the caller begins.
 */
export async function confirmEmailChange(
  db: AppDatabase,
  token: string,
  now: Date,
  patience = PATIENCE,
): Promise<EmailChangeOutcome> {
  const wish = await openEmailChange(db, hashToken(token), now)
  if (!wish) return { kind: 'void' }
  try {
    return await withChangeAhead(db, `reader ${wish.readerId}`, () =>
      db.transaction((tx) => carryOut(tx, token, now, patience)),
    )
  } catch (error) {
    if (isTaken(error)) return { kind: 'taken' }
    if (error instanceof HeldTooLong) return { kind: 'busy' }
    throw error
  }
}

async function carryOut(
  tx: AppTransaction,
  token: string,
  now: Date,
  patience: number,
): Promise<EmailChangeOutcome> {
  const found = await openEmailChange(tx, hashToken(token), now)
  if (!found) return { kind: 'void' }
  // Held before the wish is, as everywhere: who deletes the account holds the reader, and then the wish.
  await holdAlone(tx, `reader ${found.readerId}`, patience)
  const wish = await spendEmailChange(tx, hashToken(token), now)
  if (!wish) return { kind: 'void' }
  const { readerId, newEmail } = wish
  const reader = await lockLivingReader(tx, readerId)
  if (!reader) return { kind: 'void' }
  if (await readerByEmail(tx, newEmail)) return { kind: 'taken' }
  await replaceEmail(tx, readerId, newEmail, now)
  await moveNewsletters(tx, reader.email, newEmail)
  await endSessions(tx, readerId)
  await spendChallengesOf(tx, [reader.email, newEmail], now)
  await queueMail(tx, {
    to: reader.email,
    readerId,
    onceKey: `email_changed:${hashToken(token)}`,
    message: { kind: 'email_changed', newEmail, changedAt: now.toISOString() },
  })
  // Without the addresses: the audit log cannot be emptied when the account is deleted.
  await addAuditEntry(tx, {
    actorId: readerId,
    actor: 'the reader',
    action: 'Changed their e-mail address',
    subjectId: readerId,
  })
  return { kind: 'changed', readerId, email: newEmail }
}
