import type { AppDatabase, AppTransaction } from '#db/client.ts'
import {
  emptyEventsOf,
  isLastAdmin,
  lockLivingReader,
  openSessionsOf,
  pseudonymiseGifts,
  pseudonymiseMails,
  pseudonymiseReader,
  pseudonymiseWithdrawals,
} from '#db/queries/account.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { customerOfReader, holdAlone } from '#db/queries/billing.ts'
import { forgetComments } from '#db/queries/comment-writing.ts'
import { customersEverOf } from '#db/queries/customer-history.ts'
import { forgetNewsletters } from '#db/queries/newsletters.ts'
import { forgetGiftLinks } from '#db/queries/gift-links.ts'
import { deletePrivateFeed } from '#db/queries/private-feeds.ts'
import { endHistory } from '#db/queries/reading-history.ts'
import { forgetSaved } from '#db/queries/saved-articles.ts'
import { readEmail } from '#lib/auth/email.ts'
import { settleGifts } from '#lib/billing/gifts/settle.ts'
import { closeCustomer, closeSession } from '#lib/billing/close-customer.ts'
import type { StripeGateway } from '#lib/billing/gateway.ts'
import { isOutage } from '#lib/billing/outage.ts'
import { syncCustomer } from '#lib/billing/sync.ts'
import { within } from '#lib/billing/within.ts'
import { announceFromWithin, settleAhead } from '#lib/changes-ahead.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { queueMail } from '#lib/mail/queue.ts'

/** What a wish to delete one's account came to. */
export type Deletion =
  /** It is deleted, now or before. */
  | { kind: 'deleted' }
  /** What was typed is not the address of the account. */
  | { kind: 'not_confirmed' }
  /** Nobody else could let anybody into the newsroom any more. */
  | { kind: 'last_admin' }
  /** Stripe does not answer, or not in time. Subscriptions may be canceled already; going again finishes it. */
  | { kind: 'unavailable' }

type Setting = { stripe: StripeGateway; priceId: string; now: Date }
type Person = { id: string; email: string }

/** How long to wait for whoever else works on this reader or their customer. */
const PATIENCE = 8 * SECOND

/** After this long whoever waits hears that it is not done yet; it goes on meanwhile. */
const WHOLE_PATIENCE = 30 * SECOND

/**
 * Deletes an account for good. What could charge is ended at Stripe first; only when Stripe has
 * confirmed that does the reader become a pseudonym here, all in one transaction under the reader's
 * lock. Killed in between, the account is there and going again finishes it. What tax law asks for
 * stays: invoices, payments, consent, without a name.
 */
export async function deleteAccount(
  db: AppDatabase,
  readerId: string,
  typed: string,
  setting: Setting,
): Promise<Deletion> {
  try {
    return await within(
      WHOLE_PATIENCE,
      db.transaction((tx) => carryOut(tx, readerId, typed, setting)),
    )
  } catch (error) {
    if (!isOutage(error)) throw error
    log().error({ readerId, err: error }, 'an account could not be deleted')
    return { kind: 'unavailable' }
  }
}

async function carryOut(
  tx: AppTransaction,
  readerId: string,
  typed: string,
  setting: Setting,
): Promise<Deletion> {
  await holdAlone(tx, `reader ${readerId}`, PATIENCE)
  const person = await lockLivingReader(tx, readerId)
  if (!person) return { kind: 'deleted' }
  const confirmed = readEmail(typed)
  if (confirmed.kind === 'invalid' || confirmed.email !== person.email)
    return { kind: 'not_confirmed' }
  if (await isLastAdmin(tx, readerId)) return { kind: 'last_admin' }
  const customers = await closeAtStripe(tx, readerId, setting)
  // Here and not before: closing what is at Stripe takes longer than an announcement holds.
  const ahead = await announceFromWithin(`reader ${readerId}`)
  await forget(tx, person, customers, setting.now)
  const linked = await customerOfReader(tx, readerId)
  // After the row became a pseudonym: so what was canceled is in our copy, and brings no mail.
  if (linked?.livemode === setting.stripe.livemode)
    await syncCustomer(tx, linked.customerId, setting)
  await settleAhead(tx, ahead)
  return { kind: 'deleted' }
}

/** Everything that could still charge, and returns whose customers were concerned. */
async function closeAtStripe(
  tx: AppTransaction,
  readerId: string,
  { stripe, now }: Setting,
): Promise<string[]> {
  // First the pages on which something could still be bought while the rest is canceled.
  for (const session of await openSessionsOf(tx, readerId)) await closeSession(stripe, session)
  // Unlinked ones too: a link also ends when the publication runs in the other mode for a while.
  const customers = await customersEverOf(tx, readerId)
  for (const { customerId, livemode } of customers) {
    // A webhook about what follows waits, and then finds a pseudonym.
    await holdAlone(tx, `customer ${customerId}`, PATIENCE)
    if (livemode === stripe.livemode) await closeCustomer(stripe, customerId)
  }
  // A gift that was paid a moment ago, of which nobody has told us yet, is one all the same.
  await settleGifts(tx, stripe, readerId, { charges: [], disputes: [] }, now)
  return customers.map(({ customerId }) => customerId)
}

async function forget(
  tx: AppTransaction,
  person: Person,
  customers: string[],
  now: Date,
): Promise<void> {
  await pseudonymiseGifts(tx, person.id, now)
  await pseudonymiseWithdrawals(tx, person.id)
  await pseudonymiseMails(tx, person)
  await forgetComments(tx, person.id)
  await deletePrivateFeed(tx, person.id)
  await forgetNewsletters(tx, person.email)
  await forgetGiftLinks(tx, person.id)
  await forgetSaved(tx, person.id)
  await endHistory(tx, person.id)
  await pseudonymiseReader(tx, person, now)
  for (const customerId of customers) await emptyEventsOf(tx, customerId)
  // Sent to the address that was; `lib/mail/send.ts` forgets it when the mail is gone.
  await queueMail(tx, {
    to: person.email,
    readerId: person.id,
    onceKey: `account_deleted:${person.id}`,
    message: { kind: 'account_deleted', deletedAt: now.toISOString() },
  })
  await addAuditEntry(tx, {
    actorId: person.id,
    actor: 'the reader',
    action: 'Deleted their account',
    subjectId: person.id,
  })
}
