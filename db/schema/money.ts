/**
 * Our copy of what Stripe says. Only `lib/billing` writes here, and only what it has just read from
 * Stripe under the customer's lock.
 */
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { madeAt, moment, timeOrderedId } from './columns.ts'
import { reader } from './people.ts'

/** Which Stripe customer a reader is. A link that no longer holds is kept with its end. */
export const stripeCustomer = pgTable(
  'stripe_customer',
  {
    customerId: text('customer_id').primaryKey(),
    readerId: uuid('reader_id')
      .notNull()
      .references(() => reader.id),
    livemode: boolean('livemode').notNull(),
    createdAt: madeAt('created_at'),
    syncedAt: moment('synced_at'),
    unlinkedAt: moment('unlinked_at'),
    /** The newest event that had come in, of whomever, when this customer was last read: `arrival`. */
    readUpTo: bigint('read_up_to', { mode: 'number' }).notNull().default(0),
    /** The card that the next payment is taken from. Never more of its number than this. */
    cardBrand: text('card_brand'),
    cardLast4: text('card_last4'),
    cardExpMonth: integer('card_exp_month'),
    cardExpYear: integer('card_exp_year'),
  },
  (t) => [
    uniqueIndex('stripe_customer_one_per_reader')
      .on(t.readerId)
      .where(sql`unlinked_at is null`),
    index('stripe_customer_by_card')
      .on(t.cardLast4)
      .where(sql`card_last4 is not null`),
    check('stripe_customer_card', sql`${t.cardLast4} ~ '^[0-9]{4}$'`),
  ],
)

/** A reader whom Stripe gave a customer that is somebody else's: the link was refused. */
export const refusedLink = pgTable(
  'refused_link',
  {
    customerId: text('customer_id').notNull(),
    readerId: uuid('reader_id')
      .notNull()
      .references(() => reader.id),
    refusedAt: moment('refused_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.readerId] })],
)

const ofCustomer = () =>
  text('customer_id')
    .notNull()
    .references(() => stripeCustomer.customerId)

export const subscription = pgTable(
  'subscription',
  {
    id: text('id').primaryKey(),
    customerId: ofCustomer(),
    status: text('status').notNull(),
    ours: boolean('ours').notNull(),
    priceId: text('price_id'),
    unitAmount: bigint('unit_amount', { mode: 'number' }),
    currency: text('currency').notNull(),
    interval: text('interval'),
    quantity: integer('quantity'),
    /** What the next period costs with what is given off then; null when nothing is. */
    discountedAmount: bigint('discounted_amount', { mode: 'number' }),
    periodStart: moment('period_start'),
    periodEnd: moment('period_end'),
    cancelAt: moment('cancel_at'),
    cancelAtPeriodEnd: boolean('cancel_at_period_end').notNull(),
    canceledAt: moment('canceled_at'),
    endedAt: moment('ended_at'),
    trialEnd: moment('trial_end'),
    pauseBehavior: text('pause_behavior'),
    pauseResumesAt: moment('pause_resumes_at'),
    unpaidSince: moment('unpaid_since'),
    /** Where access ended when we last understood the state: kept if Stripe says something unknown. */
    knownUntil: moment('known_until'),
    /** What staff should look at in how Stripe describes it; null: nothing. */
    oddity: text('oddity', { enum: ['unknown_state', 'older_version'] }),
    createdAt: moment('created_at').notNull(),
    syncedAt: moment('synced_at').notNull(),
    vanishedAt: moment('vanished_at'),
  },
  (t) => [
    index('subscription_by_customer').on(t.customerId),
    index('subscription_by_period_end').on(t.periodEnd),
    index('subscription_odd')
      .on(t.oddity)
      .where(sql`oddity is not null`),
    check('subscription_oddity', sql`${t.oddity} in ('unknown_state', 'older_version')`),
  ],
)

export const invoice = pgTable(
  'invoice',
  {
    id: text('id').primaryKey(),
    customerId: ofCustomer(),
    subscriptionId: text('subscription_id'),
    number: text('number'),
    status: text('status'),
    /** Why Stripe made it: `subscription_create`, `subscription_cycle`, `subscription_update`, … */
    billingReason: text('billing_reason'),
    currency: text('currency').notNull(),
    amountDue: bigint('amount_due', { mode: 'number' }).notNull(),
    amountPaid: bigint('amount_paid', { mode: 'number' }).notNull(),
    amountRemaining: bigint('amount_remaining', { mode: 'number' }).notNull(),
    attempts: integer('attempts').notNull(),
    nextAttemptAt: moment('next_attempt_at'),
    periodStart: moment('period_start').notNull(),
    periodEnd: moment('period_end').notNull(),
    createdAt: moment('created_at').notNull(),
    paidAt: moment('paid_at'),
    hostedUrl: text('hosted_url'),
    pdfUrl: text('pdf_url'),
    syncedAt: moment('synced_at').notNull(),
  },
  (t) => [
    index('invoice_by_customer').on(t.customerId, t.createdAt.desc().nullsFirst()),
    index('invoice_by_number').on(t.number),
  ],
)

/** A payment that was taken or tried, with what was given back of it. */
export const charge = pgTable(
  'charge',
  {
    id: text('id').primaryKey(),
    customerId: ofCustomer(),
    paymentIntentId: text('payment_intent_id'),
    status: text('status').notNull(),
    currency: text('currency').notNull(),
    amountCaptured: bigint('amount_captured', { mode: 'number' }).notNull(),
    amountRefunded: bigint('amount_refunded', { mode: 'number' }).notNull(),
    /** The invoice it had paid; looked up only when something of it was given back. */
    refundedInvoiceId: text('refunded_invoice_id'),
    cardBrand: text('card_brand'),
    cardLast4: text('card_last4'),
    createdAt: moment('created_at').notNull(),
    syncedAt: moment('synced_at').notNull(),
  },
  (t) => [
    index('charge_by_customer').on(t.customerId, t.createdAt.desc().nullsFirst()),
    index('charge_by_payment_intent').on(t.paymentIntentId),
    index('charge_by_card')
      .on(t.cardLast4, t.createdAt.desc().nullsFirst())
      .where(sql`card_last4 is not null`),
    check('charge_card', sql`${t.cardLast4} ~ '^[0-9]{4}$'`),
    check('charge_refunded', sql`${t.amountRefunded} between 0 and ${t.amountCaptured}`),
  ],
)

export const dispute = pgTable(
  'dispute',
  {
    id: text('id').primaryKey(),
    customerId: ofCustomer(),
    subscriptionId: text('subscription_id'),
    chargeId: text('charge_id'),
    paymentIntentId: text('payment_intent_id'),
    status: text('status').notNull(),
    reason: text('reason').notNull(),
    /** Until when Stripe takes our evidence. */
    evidenceDueAt: moment('evidence_due_at'),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    currency: text('currency').notNull(),
    createdAt: moment('created_at').notNull(),
    syncedAt: moment('synced_at').notNull(),
  },
  (t) => [index('dispute_by_customer').on(t.customerId)],
)

/** A reader on the way to Stripe Checkout and back. At most one is open for each reader. */
export const checkoutAttempt = pgTable(
  'checkout_attempt',
  {
    id: timeOrderedId(),
    readerId: uuid('reader_id')
      .notNull()
      .references(() => reader.id, { onDelete: 'cascade' }),
    state: text('state', { enum: ['open', 'completed', 'expired'] }).notNull(),
    /** Which plan of `lib/plans.ts` was on its way. */
    plan: text('plan').notNull().default('monthly'),
    sessionId: text('session_id').unique(),
    returnTo: text('return_to').notNull(),
    createdAt: madeAt('created_at'),
    closedAt: moment('closed_at'),
  },
  (t) => [
    uniqueIndex('checkout_attempt_one_open')
      .on(t.readerId)
      .where(sql`state = 'open'`),
    check('checkout_attempt_state', sql`${t.state} in ('open', 'completed', 'expired')`),
    check('checkout_attempt_closed', sql`(${t.state} = 'open') = (${t.closedAt} is null)`),
  ],
)

/** The inbox: Stripe's events as they came in. Received and processed are two different moments. */
export const stripeEvent = pgTable(
  'stripe_event',
  {
    id: text('id').primaryKey(),
    type: text('type').notNull(),
    customerId: text('customer_id'),
    livemode: boolean('livemode').notNull(),
    payload: jsonb('payload').notNull(),
    createdAt: moment('created_at').notNull(),
    receivedAt: madeAt('received_at'),
    /** In which order events came in, and were taken up again: a count, which unlike a clock never goes back. */
    arrival: bigint('arrival', { mode: 'number' })
      .generatedAlwaysAsIdentity({ name: 'stripe_event_arrivals' })
      .notNull(),
    /** How it came to us; one that only reconciling found tells that the webhook is silent. */
    source: text('source', { enum: ['webhook', 'reconcile'] })
      .notNull()
      .default('webhook'),
    /** When Stripe says it signed the delivery: its clock, to compare with ours. */
    signedAt: moment('signed_at'),
    processedAt: moment('processed_at'),
    outcome: text('outcome', { enum: ['synced', 'ignored', 'unlinked', 'dead'] }),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: madeAt('next_attempt_at'),
    lastError: text('last_error'),
  },
  (t) => [
    index('stripe_event_pending')
      .on(t.nextAttemptAt)
      .where(sql`processed_at is null`),
    index('stripe_event_by_customer').on(t.customerId, t.createdAt.desc().nullsFirst()),
    index('stripe_event_by_receipt').on(t.receivedAt.desc().nullsFirst()),
    index('stripe_event_dead')
      .on(t.processedAt)
      .where(sql`outcome = 'dead'`),
    check('stripe_event_source', sql`${t.source} in ('webhook', 'reconcile')`),
    check('stripe_event_processed', sql`(${t.processedAt} is null) = (${t.outcome} is null)`),
  ],
)
