import type { AppDatabase, AppTransaction } from '#db/client.ts'
import { ensureNewsletterAddress, newsletterStateOf, putPending } from '#db/queries/newsletters.ts'
import { readEmail } from '#lib/auth/email.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { MINUTE } from '#lib/clock.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { queueMail } from '#lib/mail/queue.ts'
import { readChoice, wishes } from './wish.ts'

/** What became of a wish for newsletters. None of the outcomes depends on whether the address is known. */
export type SignUp =
  | { kind: 'asked'; email: string }
  | { kind: 'invalid'; field: 'email' | 'newsletters'; why: string }
  | { kind: 'limited'; retryAfterSeconds: number }

/**
 * Notes what an address is to receive, and mails it a link: nothing is sent until that is confirmed. Whoever types the
 * address of somebody else causes three mails a day at most, whatever they ask for and from wherever; the answer
 * is the same when there is no mail any more. An address that receives all of it already is told so, by mail.
 */
export async function signUp(
  db: AppDatabase,
  typed: { email: string; newsletters: readonly string[] },
  from: { address: string; now: Date },
): Promise<SignUp> {
  const chosen = readChoice(typed.newsletters)
  if (chosen.length === 0)
    return { kind: 'invalid', field: 'newsletters', why: 'Please choose at least one newsletter.' }
  const reading = readEmail(typed.email)
  if (reading.kind === 'invalid') return { ...reading, field: 'email' }
  const { email } = reading
  const turn = await takeTurn(db, limits.newsletterSignUpsFromAddress, from.address)
  if (turn.kind === 'limited') return turn
  const mail = await takeTurn(db, limits.newsletterMailsToEmail, hashToken(email))
  if (mail.kind === 'allowed') await db.transaction((tx) => note(tx, email, chosen, from.now))
  return { kind: 'asked', email }
}

async function note(tx: AppTransaction, email: string, chosen: string[], now: Date): Promise<void> {
  const addressId = await ensureNewsletterAddress(tx, email)
  for (const wish of wishes(addressId, chosen, { askedFrom: 'page', now }))
    await putPending(tx, wish)
  const state = await newsletterStateOf(tx, addressId)
  const received = new Set(
    state?.subscriptions.filter((one) => one.state === 'confirmed').map((one) => one.newsletter),
  )
  await queueMail(tx, {
    to: email,
    readerId: null,
    // A form that is sent twice in the same minute is one.
    onceKey: `newsletter_confirm:${addressId}:${Math.floor(now.getTime() / MINUTE)}`,
    message: {
      kind: 'newsletter_confirm',
      addressId,
      asked: chosen.filter((slug) => !received.has(slug)),
      already: chosen.filter((slug) => received.has(slug)),
    },
  })
}
