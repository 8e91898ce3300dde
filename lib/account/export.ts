import type { AppDatabase } from '#db/client.ts'
import { consentsOfReader } from '#db/queries/checkout.ts'
import {
  accountToExport,
  attemptsToExport,
  auditToExport,
  chargesToExport,
  commentingToExport,
  commentsToExport,
  customersToExport,
  disputesToExport,
  grantsToExport,
  invoicesToExport,
  mailsToExport,
  reportsToExport,
  sessionsToExport,
  subscriptionsToExport,
} from '#db/queries/export.ts'
import { giftLinksOf } from '#db/queries/gift-links.ts'
import { giftsAbout } from '#db/queries/gifts.ts'
import { newslettersToExport } from '#db/queries/newsletters.ts'
import { privateFeedOf } from '#db/queries/private-feeds.ts'
import { historyToExport, keepsHistory } from '#db/queries/reading-history.ts'
import { savedToExport } from '#db/queries/saved-articles.ts'
import { withdrawalsOfReader } from '#db/queries/withdrawals.ts'
import { publication } from '#lib/publication.ts'

/** The shape of the archive, as docs/export.md tells it. Raised when something in it changes its meaning. */
export const EXPORT_VERSION = 1

/** Rows of a list at most: a bound on memory that no reader comes near. A list that is cut is named. */
const MOST = 5000

/**
 * Everything we hold about a reader, ready to be written as JSON: moments in ISO 8601 and UTC,
 * amounts in minor units. Without secrets, without what staff think among themselves, and without
 * the data of anybody else. Null when there is no such account.
 */
export async function exportAccount(db: AppDatabase, readerId: string, now: Date, most = MOST) {
  const account = await accountToExport(db, readerId)
  if (!account) return null
  // One more than is shown tells that there are more.
  const limit = most + 1
  const lists = {
    sessions: await sessionsToExport(db, readerId, limit),
    customers: await customersToExport(db, readerId, limit),
    checkoutAttempts: await attemptsToExport(db, readerId, limit),
    subscriptions: await subscriptionsToExport(db, readerId, limit),
    invoices: await invoicesToExport(db, readerId, limit),
    ...(await payments(db, readerId, limit)),
    disputes: await disputesToExport(db, readerId, limit),
    grants: await grantsToExport(db, readerId, limit),
    ...(await gifts(db, readerId)),
    giftLinks: await giftLinks(db, readerId, limit),
    savedArticles: await savedToExport(db, readerId, limit),
    readingHistory: await historyToExport(db, readerId, limit),
    consents: await consents(db, readerId, limit),
    withdrawals: await withdrawalsOfReader(db, readerId, limit),
    newsletters: await newslettersToExport(db, account.email, limit),
    comments: await commentsToExport(db, readerId, limit),
    commentReports: await reportsToExport(db, readerId, limit),
    mails: await mailsToExport(db, account, limit),
    audit: await audit(db, readerId, limit),
  }
  return {
    schemaVersion: EXPORT_VERSION,
    publication: publication.name,
    generatedAt: now,
    account,
    commenting: await commentingToExport(db, readerId),
    privateFeed: await privateFeedOf(db, readerId),
    keepsHistory: await keepsHistory(db, readerId),
    ...Object.fromEntries(Object.entries(lists).map(([name, rows]) => [name, rows.slice(0, most)])),
    incomplete: Object.entries(lists)
      .filter(([, rows]) => rows.length > most)
      .map(([name]) => name),
  }
}

/** Payments, and once more those of which something was given back. */
async function payments(db: AppDatabase, readerId: string, limit: number) {
  const charges = await chargesToExport(db, readerId, limit)
  return {
    charges,
    refunds: charges
      .filter(({ amountRefunded }) => amountRefunded > 0)
      .map(({ id, amountRefunded, currency }) => ({
        chargeId: id,
        amount: amountRefunded,
        currency,
      })),
  }
}

/** Of a gift, each of the two sees what is their own: the name and the words are the giver's. */
async function gifts(db: AppDatabase, readerId: string) {
  const rows = await giftsAbout(db, readerId)
  return {
    giftsGiven: rows
      .filter(({ buyerId }) => buyerId === readerId)
      .map((one) => ({
        state: one.state,
        months: one.months,
        amount: one.amount,
        currency: one.currency,
        giverName: one.giverName,
        note: one.note,
        createdAt: one.createdAt,
        paidAt: one.paidAt,
        deliverAt: one.deliverAt,
        deliveredAt: one.deliveredAt,
        redeemedAt: one.redeemedAt,
        canceledAt: one.canceledAt,
      })),
    giftsReceived: rows
      .filter(({ redeemedBy }) => redeemedBy === readerId)
      .map(({ months, redeemedAt }) => ({ months, redeemedAt })),
  }
}

async function giftLinks(db: AppDatabase, readerId: string, limit: number) {
  const rows = await giftLinksOf(db, readerId, limit)
  return rows.map(({ slug, headline, madeAt, endsAt, revokedAt, opened }) => ({
    article: slug,
    headline,
    madeAt,
    endsAt,
    revokedAt,
    opened,
  }))
}

async function consents(db: AppDatabase, readerId: string, limit: number) {
  const rows = await consentsOfReader(db, readerId, limit)
  return rows.map(({ kind, textVersion, text, agreedAt }) => ({
    kind,
    textVersion,
    text,
    agreedAt,
  }))
}

async function audit(db: AppDatabase, readerId: string, limit: number) {
  const rows = await auditToExport(db, readerId, limit)
  return rows.map(({ at, actorId, action }) => ({
    at,
    by: actorId === readerId ? 'you' : 'staff',
    action,
  }))
}
