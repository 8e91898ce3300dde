/** What is agreed outside a running subscription: consent, gifts, withdrawals, changes of price. */
import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { madeAt, moment, timeOrderedId } from './columns.ts'
import { accessGrant, reader } from './people.ts'

/** What somebody agreed to when they bought, word for word. Rows are added, never changed. */
export const consent = pgTable(
  'consent',
  {
    id: timeOrderedId(),
    readerId: uuid('reader_id')
      .notNull()
      .references(() => reader.id),
    kind: text('kind', { enum: ['subscription', 'gift'] }).notNull(),
    textVersion: text('text_version').notNull(),
    text: text('text').notNull(),
    /** The attempt to subscribe, or the gift, that it was given for. */
    subjectId: uuid('subject_id').notNull(),
    agreedAt: madeAt('agreed_at'),
  },
  (t) => [
    index('consent_by_reader').on(t.readerId, t.agreedAt.desc().nullsFirst()),
    check('consent_kind', sql`${t.kind} in ('subscription', 'gift')`),
  ],
)

/** Months of reading, bought by one person for another. The code itself is kept nowhere. */
export const gift = pgTable(
  'gift',
  {
    id: timeOrderedId(),
    buyerId: uuid('buyer_id')
      .notNull()
      .references(() => reader.id),
    state: text('state', { enum: ['open', 'paid', 'redeemed', 'canceled'] }).notNull(),
    months: integer('months').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    currency: text('currency').notNull(),
    giverName: text('giver_name').notNull(),
    recipientName: text('recipient_name'),
    /** Whom the code is mailed to; null when the buyer hands it over. */
    recipientEmail: text('recipient_email'),
    note: text('note'),
    deliverAt: moment('deliver_at').notNull(),
    codeHash: text('code_hash').notNull().unique(),
    sessionId: text('session_id').unique(),
    paymentIntentId: text('payment_intent_id').unique(),
    createdAt: madeAt('created_at'),
    paidAt: moment('paid_at'),
    deliveredAt: moment('delivered_at'),
    redeemedBy: uuid('redeemed_by').references(() => reader.id),
    redeemedAt: moment('redeemed_at'),
    grantId: uuid('grant_id').references(() => accessGrant.id, { onDelete: 'set null' }),
    canceledAt: moment('canceled_at'),
    whyCanceled: text('why_canceled'),
  },
  (t) => [
    index('gift_by_buyer').on(t.buyerId, t.createdAt.desc().nullsFirst()),
    index('gift_to_deliver')
      .on(t.deliverAt)
      .where(sql`state = 'paid' and delivered_at is null`),
    check('gift_state', sql`${t.state} in ('open', 'paid', 'redeemed', 'canceled')`),
    check('gift_months', sql`${t.months} between 1 and 24`),
    check('gift_code_is_hash', sql`${t.codeHash} ~ '^[0-9a-f]{64}$'`),
    check('gift_paid', sql`${t.state} in ('open', 'canceled') or ${t.paidAt} is not null`),
    check(
      'gift_redeemed',
      sql`(${t.redeemedBy} is null) = (${t.redeemedAt} is null)
          and (${t.state} <> 'redeemed' or ${t.redeemedAt} is not null)`,
    ),
    check('gift_canceled', sql`(${t.state} = 'canceled') = (${t.canceledAt} is not null)`),
  ],
)

/** A withdrawal from the contract as it was stated, and what came of it. */
export const withdrawal = pgTable(
  'withdrawal',
  {
    id: timeOrderedId(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    /** The number of an invoice, or what else was given to find the contract by. */
    reference: text('reference'),
    /** `link`: by the link of our own mail, which proves whose contract it is. */
    via: text('via', { enum: ['link', 'account', 'form'] }).notNull(),
    readerId: uuid('reader_id').references(() => reader.id),
    subscriptionId: text('subscription_id'),
    statedAt: madeAt('stated_at'),
    outcome: text('outcome', { enum: ['ended', 'by_hand', 'too_late'] }).notNull(),
    refundAmount: bigint('refund_amount', { mode: 'number' }),
    refundCurrency: text('refund_currency'),
    settledAt: moment('settled_at'),
    /** Who of the staff settled it by hand; null: it settled itself, or is not settled. */
    settledBy: text('settled_by'),
  },
  (t) => [
    index('withdrawal_by_reader').on(t.readerId),
    index('withdrawal_to_settle')
      .on(t.statedAt)
      .where(sql`outcome = 'by_hand' and settled_at is null`),
    check('withdrawal_settled_by', sql`${t.settledBy} is null or ${t.settledAt} is not null`),
    uniqueIndex('withdrawal_ends_once')
      .on(t.subscriptionId)
      .where(sql`outcome = 'ended'`),
    check('withdrawal_via', sql`${t.via} in ('link', 'account', 'form')`),
    check('withdrawal_outcome', sql`${t.outcome} in ('ended', 'by_hand', 'too_late')`),
  ],
)

/** Another price for those who subscribe already: told first, in force later. */
export const priceChange = pgTable(
  'price_change',
  {
    id: timeOrderedId(),
    fromPriceId: text('from_price_id').notNull(),
    toPriceId: text('to_price_id').notNull(),
    /** What the new price costs, to say it without asking Stripe. */
    toAmount: bigint('to_amount', { mode: 'number' }).notNull(),
    /** From the first renewal at or after this moment. */
    effectiveAt: moment('effective_at').notNull(),
    announcedAt: madeAt('announced_at'),
    announcedBy: text('announced_by').notNull(),
    canceledAt: moment('canceled_at'),
  },
  (t) => [
    uniqueIndex('price_change_one_at_a_time')
      .on(t.fromPriceId)
      .where(sql`canceled_at is null`),
    check('price_change_other', sql`${t.fromPriceId} <> ${t.toPriceId}`),
    check('price_change_told_first', sql`${t.effectiveAt} > ${t.announcedAt}`),
  ],
)

/** What was found the last time somebody looked whether a part of the set-up is sound. */
export const healthCheck = pgTable('health_check', {
  name: text('name').primaryKey(),
  /** In a sentence what is wrong and what to do; null when nothing is. */
  problem: text('problem'),
  checkedAt: moment('checked_at').notNull(),
})
