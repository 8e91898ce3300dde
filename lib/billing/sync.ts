import type { AppTransaction } from '#db/client.ts'
import { countArrivals, wasReadSince } from '#db/queries/arrivals.ts'
import { emptyEventsOf } from '#db/queries/account.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import {
  closeAttempt,
  disputesOfCustomer,
  holdAlone,
  markCustomerSynced,
  readerOfCustomer,
  type SubscriptionRow,
  subscriptionsOfCustomer,
  unlinkCustomer,
  writeCharges,
  writeDisputes,
  writeInvoices,
  writeSubscriptions,
} from '#db/queries/billing.ts'
import { readerOfEarlierCustomer } from '#db/queries/customer-history.ts'
import { decideAccess } from '#lib/access/decide.ts'
import type { AccessDecision } from '#lib/access/verdict.ts'
import { announceFromWithin, settleAhead } from '#lib/changes-ahead.ts'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { followEmail } from './follow-email.ts'
import type { StripeGateway } from './gateway.ts'
import {
  toCardOnFile,
  toChargeRow,
  toDisputeRow,
  toInvoiceRow,
  toSubscriptionRow,
} from './mapping.ts'
import { withHistory } from './known-state.ts'
import { readPlan } from './our-plan.ts'
import { queueNews } from './queue-news.ts'
import { settleEarlierGifts, settleGifts } from './gifts/settle.ts'
import { endAfterLostDispute } from './lost-dispute.ts'
import { type CustomerState, readCustomer } from './read-customer.ts'

/** How long to wait for somebody else who is reading the same customer. */
const LOCK_PATIENCE = 8 * SECOND

/** What came of reading a customer. */
export type SyncOutcome =
  | {
      kind: 'synced'
      readerId: string
      decision: AccessDecision
      /** How many events had come in before Stripe was read: what they are about is in the copy. */
      readUpTo: number
    }
  /** Nobody of ours is this customer, or not any more. */
  | { kind: 'unlinked' }

type Billing = { stripe: StripeGateway; priceId: string; now: Date }

/**
 * Makes our copy of one customer equal to what Stripe says now.
 *
 * The customer's lock is taken first and Stripe is read after it, so a slow read cannot overwrite a
 * newer one; everything is read anew, so the order, loss and repetition of events do not matter.
 * Copy and mails are in the caller's transaction. Throws `StripeUnavailable`;
 * then nothing has changed. The same function serves webhook, return page, staff and terminal.
 */
export async function syncCustomer(
  tx: AppTransaction,
  customerId: string,
  billing: Billing,
): Promise<SyncOutcome> {
  await holdAlone(tx, `customer ${customerId}`, LOCK_PATIENCE)
  return readHeld(tx, customerId, billing)
}

/**
 * The same because of the event that came in with this `arrival`. When the customer was read since, for
 * whatever reason, its effect is in our copy, and Stripe is not asked again.
 */
export async function syncAfterEvent(
  tx: AppTransaction,
  { customerId, arrival }: { customerId: string; arrival: number },
  billing: Billing,
): Promise<SyncOutcome | { kind: 'known' }> {
  // Sent together, and PostgreSQL answers the second when it has the lock: whoever held it has written by then.
  const [, known] = await Promise.all([
    holdAlone(tx, `customer ${customerId}`, LOCK_PATIENCE),
    wasReadSince(tx, customerId, arrival),
  ])
  return known ? { kind: 'known' } : readHeld(tx, customerId, billing)
}

async function readHeld(
  tx: AppTransaction,
  customerId: string,
  billing: Billing,
): Promise<SyncOutcome> {
  // Sent together, as below: most of what a reading costs is ways to the database and back.
  const [readUpTo, reader, subscriptions, disputes] = await Promise.all([
    countArrivals(tx),
    readerOfCustomer(tx, customerId),
    subscriptionsOfCustomer(tx, customerId),
    disputesOfCustomer(tx, customerId),
  ])
  if (!reader) return leaveUnlinked(tx, customerId, billing)
  const before = { subscriptions, disputes }
  let state = await readCustomer(billing.stripe, customerId)
  if (state.kind === 'present' && (await endDisputed(state, subscriptions, billing)))
    state = await readCustomer(billing.stripe, customerId)
  if (state.kind === 'gone') {
    const ahead = await announceFromWithin(`reader ${reader.readerId}`)
    await unlinkCustomer(tx, customerId, billing.now)
    await settleAhead(tx, ahead)
    log().warn({ customerId }, 'customer deleted at Stripe; unlinked')
    return { kind: 'unlinked' }
  }
  // Sent together: PostgreSQL answers the first before it takes what is written.
  const [old] = await Promise.all([
    decideNow(tx, reader.readerId, billing.now),
    writeState(tx, customerId, state, before.subscriptions, billing),
  ])
  await settleGifts(tx, billing.stripe, reader.readerId, state, billing.now)
  const decision = await decideNow(tx, reader.readerId, billing.now)
  await queueNews(tx, { customerId, reader, decision, before, now: billing.now })
  await followEmail(tx, billing.stripe, state.customer, reader)
  if (reader.deletedAt !== null) await emptyEventsOf(tx, customerId)
  // Nobody who loses access is to be served from memory after the commit.
  const ahead =
    old.granted && !decision.granted ? await announceFromWithin(`reader ${reader.readerId}`) : null
  const found = { ...toCardOnFile(state.customer, state.subscriptions), readUpTo }
  await Promise.all([
    ...(decision.granted && decision.via?.kind === 'subscription'
      ? [closeAttempt(tx, reader.readerId, 'completed', billing.now)]
      : []),
    markCustomerSynced(tx, customerId, found, billing.now),
  ])
  await settleAhead(tx, ahead)
  return { kind: 'synced', readerId: reader.readerId, decision, readUpTo }
}

/** A customer that somebody was once: of it only what they gave others still matters. */
async function leaveUnlinked(
  tx: AppTransaction,
  customerId: string,
  { stripe, now }: Billing,
): Promise<SyncOutcome> {
  const buyerId = await readerOfEarlierCustomer(tx, customerId)
  if (buyerId !== null) await settleEarlierGifts(tx, stripe, { buyerId, customerId }, now)
  return { kind: 'unlinked' }
}

/** Once ours, always ours: a wrong STRIPE_PRICE_MONTHLY must not lock out who has paid. */
const wasOurs = (before: SubscriptionRow[], id: string) =>
  before.some((held) => held.id === id && held.ours)

async function endDisputed(
  state: Extract<CustomerState, { kind: 'present' }>,
  before: SubscriptionRow[],
  { stripe, priceId, now }: Billing,
): Promise<boolean> {
  if (state.disputes.length === 0) return false
  const { plan } = await readPlan(stripe, priceId, now)
  return endAfterLostDispute(
    stripe,
    state,
    (one) => wasOurs(before, one.id) || toSubscriptionRow(one, '', plan, now).ours,
  )
}

async function writeState(
  tx: AppTransaction,
  customerId: string,
  state: Extract<CustomerState, { kind: 'present' }>,
  before: SubscriptionRow[],
  { stripe, priceId, now }: Billing,
): Promise<void> {
  const { plan } = await readPlan(stripe, priceId, now)
  const invoices = state.invoices
    .map((invoice) => toInvoiceRow(invoice, customerId, now))
    .filter((row) => row !== null)
  const rows = state.subscriptions.map((subscription) => {
    const row = toSubscriptionRow(subscription, customerId, plan, now)
    const held = before.find(({ id }) => id === row.id)
    const ours = row.ours || wasOurs(before, row.id)
    return withHistory(
      { ...row, ours },
      { invoices, knownUntil: held?.knownUntil ?? null, older: state.older.has(row.id), now },
    )
  })
  await Promise.all([
    writeSubscriptions(tx, customerId, rows, now),
    writeInvoices(tx, customerId, invoices),
    writeCharges(
      tx,
      customerId,
      state.charges.map((charge) => ({
        ...toChargeRow(charge, customerId, now),
        refundedInvoiceId: state.refundedInvoices.get(charge.id) ?? null,
      })),
    ),
    writeDisputes(
      tx,
      state.disputes.map(({ dispute, subscriptionId }) =>
        toDisputeRow(dispute, customerId, subscriptionId, now),
      ),
    ),
  ])
}

async function decideNow(tx: AppTransaction, readerId: string, now: Date): Promise<AccessDecision> {
  return decideAccess('subscriber', await accessRowsOfReader(tx, readerId), now)
}
