import type { AppDatabase } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import { auditOfSubject } from '#db/queries/audit.ts'
import {
  customerOfReader,
  disputesOfCustomer,
  invoicesOfCustomer,
  subscriptionsOfCustomer,
} from '#db/queries/billing.ts'
import { consentsOfReader } from '#db/queries/checkout.ts'
import { giftLinksOf } from '#db/queries/gift-links.ts'
import { type GiftRow, giftsAbout } from '#db/queries/gifts.ts'
import { eventsOfCustomer } from '#db/queries/inbox.ts'
import { mailsOfReader } from '#db/queries/mail.ts'
import { findReader, grantsOfReader } from '#db/queries/readers.ts'
import { sessionsOfReader } from '#db/queries/sign-in.ts'
import { withdrawalsOfReader } from '#db/queries/withdrawals.ts'
import { paymentsOfCustomer } from '#db/queries/customer-history.ts'
import { decideAccess } from '#lib/access/decide.ts'
import { explainToReader, explainToStaff } from '#lib/access/explain.ts'
import type { AccessDecision } from '#lib/access/verdict.ts'
import { formatDay } from '#lib/format.ts'
import { buildTimeline } from './timeline.ts'

/** How much history a look-up shows. */
const RECENT = 50

/** What a person may read, in a decision and in words. */
export type Standing = {
  decision: AccessDecision
  /** For staff: "May read everything until 12 March 2027: active subscription, renews." */
  verdict: string
  /** For the person: what is, and what they can do. */
  sentence: string
}

/** Decides what a reader may read at `now`, and says it in words. */
export async function readerStanding(
  db: AppDatabase,
  readerId: string,
  now: Date,
): Promise<Standing> {
  const decision = decideAccess('subscriber', await accessRowsOfReader(db, readerId), now)
  return {
    decision,
    verdict: explainToStaff(decision, formatDay),
    sentence: explainToReader(decision, formatDay),
  }
}

/**
 * Everything the desk shows about one reader, or null when there is none: the verdict with its
 * reason, what was bought and paid, what was given, sessions, mails, and one timeline of it all.
 */
export async function readerStatus(db: AppDatabase, readerId: string, now: Date) {
  const reader = await findReader(db, readerId)
  if (!reader) return null
  const [
    standing,
    customer,
    grants,
    sessions,
    mails,
    audit,
    consents,
    gifts,
    giftLinks,
    withdrawals,
  ] = await Promise.all([
    readerStanding(db, readerId, now),
    customerOfReader(db, readerId),
    grantsOfReader(db, readerId),
    sessionsOfReader(db, readerId, now),
    mailsOfReader(db, readerId, RECENT),
    auditOfSubject(db, readerId, RECENT),
    consentsOfReader(db, readerId, RECENT),
    giftsAbout(db, readerId),
    giftLinksOf(db, readerId, RECENT),
    withdrawalsOfReader(db, readerId, RECENT),
  ])
  const bought = customer ? await boughtBy(db, customer.customerId) : nothingBought
  const { events, ...rest } = bought
  return {
    reader,
    ...standing,
    customer,
    ...rest,
    payingTwice: rest.subscriptions.filter((one) => one.ours && isLive(one)).length > 1,
    grants: grants.map((grant) => ({
      ...grant,
      isOpen: grant.revokedAt === null && grant.endsAt > now,
    })),
    // Without the hashes of their tokens: nothing of a session but where it is belongs on the desk.
    sessions: sessions.map(({ device, createdAt, expires }) => ({ device, createdAt, expires })),
    mails,
    /** What was agreed to on the way to paying, whether it was then paid or not. */
    consents,
    gifts: gifts.map((gift) => giftSeen(gift, readerId)),
    /** Articles they gave away. Not the links: whoever has one of those reads. */
    giftLinks: giftLinks.map(({ id, slug, headline, madeAt, endsAt, revokedAt, opened }) => ({
      id,
      slug,
      headline,
      madeAt,
      endsAt,
      revokedAt,
      opened,
    })),
    timeline: buildTimeline({ reader, events, mails, sessions, audit, withdrawals }),
  }
}

function giftSeen(gift: GiftRow, readerId: string) {
  const { id, months, amount, currency, giverName, recipientEmail } = gift
  const { paidAt, deliverAt, deliveredAt, redeemedAt, canceledAt, whyCanceled } = gift
  return {
    id,
    months,
    amount,
    currency,
    giverName,
    recipientEmail,
    paidAt,
    deliverAt,
    deliveredAt,
    redeemedAt,
    canceledAt,
    whyCanceled,
    paymentIntentId: gift.paymentIntentId,
    isBuyer: gift.buyerId === readerId,
  }
}

/** What the desk shows about one reader. */
export type ReaderStatus = NonNullable<Awaited<ReturnType<typeof readerStatus>>>

const nothingBought = { subscriptions: [], invoices: [], payments: [], disputes: [], events: [] }

async function boughtBy(db: AppDatabase, customerId: string) {
  const [subscriptions, invoices, payments, disputes, events] = await Promise.all([
    subscriptionsOfCustomer(db, customerId),
    invoicesOfCustomer(db, customerId, RECENT),
    paymentsOfCustomer(db, customerId, RECENT),
    disputesOfCustomer(db, customerId),
    eventsOfCustomer(db, customerId, RECENT),
  ])
  return {
    subscriptions: subscriptions.map((row) => ({
      id: row.id,
      status: row.status,
      ours: row.ours,
      amount: (row.unitAmount ?? 0) * (row.quantity ?? 1),
      discounted: row.discountedAmount,
      currency: row.currency,
      interval: row.interval,
      periodEnd: row.periodEnd,
      cancelAt: row.cancelAt ?? (row.cancelAtPeriodEnd ? row.periodEnd : null),
      endedAt: row.endedAt,
      createdAt: row.createdAt,
      syncedAt: row.syncedAt,
      vanishedAt: row.vanishedAt,
    })),
    invoices: invoices.map((row) => ({
      id: row.id,
      number: row.number,
      status: row.status,
      amountDue: row.amountDue,
      amountPaid: row.amountPaid,
      currency: row.currency,
      createdAt: row.createdAt,
      paidAt: row.paidAt,
      hostedUrl: row.hostedUrl,
    })),
    payments,
    disputes: disputes.map(({ id, status, reason, amount, currency, createdAt }) => ({
      id,
      status,
      reason,
      amount,
      currency,
      createdAt,
    })),
    events,
  }
}

function isLive(subscription: { status: string; vanishedAt: Date | null }): boolean {
  const live = ['active', 'trialing', 'past_due', 'paused', 'unpaid']
  return live.includes(subscription.status) && subscription.vanishedAt === null
}
