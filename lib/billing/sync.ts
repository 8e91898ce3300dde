import type { AppTransaction } from '#db/client.ts'
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
import { decideAccess } from '#lib/access/decide.ts'
import type { AccessDecision } from '#lib/access/verdict.ts'
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
import { settleGifts } from './gifts/settle.ts'
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
      /** PostgreSQL's time before Stripe was read: what happened until then is in the copy. */
      readAt: Date
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
  const readAt = await holdAlone(tx, `customer ${customerId}`, LOCK_PATIENCE)
  // Sent together, as below: most of what a reading costs is ways to the database and back.
  const [reader, subscriptions, disputes] = await Promise.all([
    readerOfCustomer(tx, customerId),
    subscriptionsOfCustomer(tx, customerId),
    disputesOfCustomer(tx, customerId),
  ])
  if (!reader) return { kind: 'unlinked' }
  const before = { subscriptions, disputes }
  let state = await readCustomer(billing.stripe, customerId)
  if (state.kind === 'present' && (await endDisputed(state, subscriptions, billing)))
    state = await readCustomer(billing.stripe, customerId)
  if (state.kind === 'gone') {
    await unlinkCustomer(tx, customerId, billing.now)
    log().warn({ customerId }, 'customer deleted at Stripe; unlinked')
    return { kind: 'unlinked' }
  }
  await writeState(tx, customerId, state, before.subscriptions, billing)
  await settleGifts(tx, billing.stripe, reader.readerId, state, billing.now)
  const decision = await decideNow(tx, reader.readerId, billing.now)
  await queueNews(tx, { customerId, reader, decision, before, now: billing.now })
  await followEmail(tx, billing.stripe, state.customer, reader)
  if (reader.deletedAt !== null) await emptyEventsOf(tx, customerId)
  const card = toCardOnFile(state.customer, state.subscriptions)
  await Promise.all([
    ...(decision.granted && decision.via?.kind === 'subscription'
      ? [closeAttempt(tx, reader.readerId, 'completed', billing.now)]
      : []),
    markCustomerSynced(tx, customerId, card, billing.now),
  ])
  return { kind: 'synced', readerId: reader.readerId, decision, readAt }
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
    writeInvoices(tx, invoices),
    writeCharges(
      tx,
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
