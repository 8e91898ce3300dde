/** Everything that is held about one reader, for a copy of it. Never a token, a hash or a payload. */
import { desc, eq, isNull, or, and } from 'drizzle-orm'
import type { AppQueryable } from '../client.ts'
import { article } from '../schema/articles.ts'
import { comment, commentBan, commentReport, commentWriter } from '../schema/comments.ts'
import { mail } from '../schema/mail.ts'
import {
  charge,
  checkoutAttempt,
  dispute,
  invoice,
  stripeCustomer,
  subscription,
} from '../schema/money.ts'
import { accessGrant, auditEntry, reader, session, staffMember } from '../schema/people.ts'

/** The account itself, or null when it is deleted or never was. */
export async function accountToExport(db: AppQueryable, readerId: string) {
  const [found] = await db
    .select({
      id: reader.id,
      email: reader.email,
      name: reader.name,
      emailVerifiedAt: reader.emailVerified,
      createdAt: reader.createdAt,
      role: staffMember.role,
    })
    .from(reader)
    .leftJoin(staffMember, eq(staffMember.readerId, reader.id))
    .where(and(eq(reader.id, readerId), isNull(reader.deletedAt)))
  return found ?? null
}

/** Where they are signed in, or were until the session ended. */
export async function sessionsToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({ device: session.device, since: session.createdAt, until: session.expires })
    .from(session)
    .where(eq(session.userId, readerId))
    .orderBy(desc(session.createdAt))
    .limit(limit)
}

/** The customers at Stripe that they were linked to, with the card as far as it is known. */
export async function customersToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      id: stripeCustomer.customerId,
      linkedAt: stripeCustomer.createdAt,
      unlinkedAt: stripeCustomer.unlinkedAt,
      cardBrand: stripeCustomer.cardBrand,
      cardLast4: stripeCustomer.cardLast4,
      cardExpMonth: stripeCustomer.cardExpMonth,
      cardExpYear: stripeCustomer.cardExpYear,
    })
    .from(stripeCustomer)
    .where(eq(stripeCustomer.readerId, readerId))
    .orderBy(desc(stripeCustomer.createdAt))
    .limit(limit)
}

const ofTheirs = (readerId: string) => eq(stripeCustomer.readerId, readerId)

/** Their subscriptions. */
export async function subscriptionsToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      id: subscription.id,
      status: subscription.status,
      amount: subscription.unitAmount,
      quantity: subscription.quantity,
      currency: subscription.currency,
      interval: subscription.interval,
      createdAt: subscription.createdAt,
      periodStart: subscription.periodStart,
      periodEnd: subscription.periodEnd,
      trialEnd: subscription.trialEnd,
      cancelAt: subscription.cancelAt,
      cancelAtPeriodEnd: subscription.cancelAtPeriodEnd,
      canceledAt: subscription.canceledAt,
      endedAt: subscription.endedAt,
    })
    .from(subscription)
    .innerJoin(stripeCustomer, eq(stripeCustomer.customerId, subscription.customerId))
    .where(ofTheirs(readerId))
    .orderBy(desc(subscription.createdAt))
    .limit(limit)
}

/** Their invoices; the documents themselves are behind links on the account page. */
export async function invoicesToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      id: invoice.id,
      number: invoice.number,
      subscriptionId: invoice.subscriptionId,
      status: invoice.status,
      currency: invoice.currency,
      amountDue: invoice.amountDue,
      amountPaid: invoice.amountPaid,
      periodStart: invoice.periodStart,
      periodEnd: invoice.periodEnd,
      createdAt: invoice.createdAt,
      paidAt: invoice.paidAt,
    })
    .from(invoice)
    .innerJoin(stripeCustomer, eq(stripeCustomer.customerId, invoice.customerId))
    .where(ofTheirs(readerId))
    .orderBy(desc(invoice.createdAt))
    .limit(limit)
}

/** Their payments, with what was given back of each. */
export async function chargesToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      id: charge.id,
      status: charge.status,
      currency: charge.currency,
      amountCaptured: charge.amountCaptured,
      amountRefunded: charge.amountRefunded,
      cardBrand: charge.cardBrand,
      cardLast4: charge.cardLast4,
      createdAt: charge.createdAt,
    })
    .from(charge)
    .innerJoin(stripeCustomer, eq(stripeCustomer.customerId, charge.customerId))
    .where(ofTheirs(readerId))
    .orderBy(desc(charge.createdAt))
    .limit(limit)
}

/** Payments that they contested with their bank. */
export async function disputesToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      id: dispute.id,
      subscriptionId: dispute.subscriptionId,
      chargeId: dispute.chargeId,
      status: dispute.status,
      reason: dispute.reason,
      amount: dispute.amount,
      currency: dispute.currency,
      createdAt: dispute.createdAt,
    })
    .from(dispute)
    .innerJoin(stripeCustomer, eq(stripeCustomer.customerId, dispute.customerId))
    .where(ofTheirs(readerId))
    .orderBy(desc(dispute.createdAt))
    .limit(limit)
}

/** When they set out to subscribe, and from where on the site. */
export async function attemptsToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      state: checkoutAttempt.state,
      plan: checkoutAttempt.plan,
      from: checkoutAttempt.returnTo,
      createdAt: checkoutAttempt.createdAt,
      closedAt: checkoutAttempt.closedAt,
    })
    .from(checkoutAttempt)
    .where(eq(checkoutAttempt.readerId, readerId))
    .orderBy(desc(checkoutAttempt.createdAt))
    .limit(limit)
}

/** Access given to them. Who of the staff gave it, and why, is theirs. */
export async function grantsToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      kind: accessGrant.kind,
      startsAt: accessGrant.startsAt,
      endsAt: accessGrant.endsAt,
      revokedAt: accessGrant.revokedAt,
    })
    .from(accessGrant)
    .where(eq(accessGrant.readerId, readerId))
    .orderBy(desc(accessGrant.createdAt))
    .limit(limit)
}

/** The mails that went to them: what and when, not their content. */
export async function mailsToExport(
  db: AppQueryable,
  { id, email }: { id: string; email: string },
  limit: number,
) {
  return db
    .select({
      kind: mail.kind,
      subject: mail.subject,
      state: mail.state,
      createdAt: mail.createdAt,
      sentAt: mail.sentAt,
    })
    .from(mail)
    .where(or(eq(mail.readerId, id), eq(mail.toAddress, email)))
    .orderBy(desc(mail.createdAt))
    .limit(limit)
}

/** The name they write comments under, and until when they may write none; null without either. */
export async function commentingToExport(db: AppQueryable, readerId: string) {
  const [found] = await db
    .select({
      name: commentWriter.name,
      namedAt: commentWriter.namedAt,
      bannedSince: commentBan.createdAt,
      bannedUntil: commentBan.until,
    })
    .from(reader)
    .leftJoin(commentWriter, eq(commentWriter.readerId, reader.id))
    .leftJoin(commentBan, eq(commentBan.readerId, reader.id))
    .where(eq(reader.id, readerId))
  return found ?? null
}

/** What they wrote under articles, with what became of it. */
export async function commentsToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      id: comment.id,
      article: article.slug,
      inReplyTo: comment.parentId,
      body: comment.body,
      state: comment.state,
      removedWhy: comment.removedWhy,
      pickedAt: comment.pickedAt,
      createdAt: comment.createdAt,
      editedAt: comment.editedAt,
    })
    .from(comment)
    .innerJoin(article, eq(article.id, comment.articleId))
    .where(eq(comment.readerId, readerId))
    .orderBy(desc(comment.createdAt))
    .limit(limit)
}

/** What they reported of others, in their own words. */
export async function reportsToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({
      commentId: commentReport.commentId,
      reason: commentReport.reason,
      note: commentReport.note,
      createdAt: commentReport.createdAt,
    })
    .from(commentReport)
    .where(eq(commentReport.readerId, readerId))
    .orderBy(desc(commentReport.createdAt))
    .limit(limit)
}

/** What was done to or about them. `actorId` is for the caller to tell them from staff. */
export async function auditToExport(db: AppQueryable, readerId: string, limit: number) {
  return db
    .select({ at: auditEntry.at, actorId: auditEntry.actorId, action: auditEntry.action })
    .from(auditEntry)
    .where(eq(auditEntry.subjectId, readerId))
    .orderBy(desc(auditEntry.at), desc(auditEntry.id))
    .limit(limit)
}
