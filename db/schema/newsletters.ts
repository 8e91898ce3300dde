/** Letters by mail: who receives which, since when and why, and what was sent. */
import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { madeAt, moment, timeOrderedId } from './columns.ts'

/** An address that asked for newsletters, whether or not somebody has an account with it. */
export const newsletterAddress = pgTable(
  'newsletter_address',
  {
    id: timeOrderedId(),
    email: text('email').notNull().unique(),
    /** How many issues in a row no server took for it. */
    refusals: integer('refusals').notNull().default(0),
    madeAt: madeAt('made_at'),
  },
  (t) => [
    check('newsletter_address_lower_case', sql`${t.email} = lower(${t.email})`),
    check('newsletter_address_refusals', sql`${t.refusals} >= 0`),
  ],
)

/** What an address asked for, with the proof of it: when, where, to which words, and when the mail was answered. */
export const newsletterSubscription = pgTable(
  'newsletter_subscription',
  {
    addressId: uuid('address_id')
      .notNull()
      .references(() => newsletterAddress.id, { onDelete: 'cascade' }),
    /** Its name in addresses, as `lib/newsletter-list.ts` has it. */
    newsletter: text('newsletter').notNull(),
    state: text('state', { enum: ['pending', 'confirmed', 'unsubscribed'] }).notNull(),
    askedFrom: text('asked_from', { enum: ['page', 'preferences', 'account'] }).notNull(),
    consentVersion: text('consent_version').notNull(),
    consentText: text('consent_text').notNull(),
    askedAt: madeAt('asked_at'),
    confirmedAt: moment('confirmed_at'),
    endedAt: moment('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.addressId, t.newsletter] }),
    index('newsletter_subscription_confirmed')
      .on(t.newsletter, t.addressId)
      .where(sql`state = 'confirmed'`),
    check(
      'newsletter_subscription_state',
      sql`${t.state} in ('pending', 'confirmed', 'unsubscribed')`,
    ),
    check(
      'newsletter_subscription_from',
      sql`${t.askedFrom} in ('page', 'preferences', 'account')`,
    ),
    check(
      'newsletter_subscription_confirmed_once',
      sql`(${t.state} = 'pending') = (${t.confirmedAt} is null)`,
    ),
    check(
      'newsletter_subscription_ended',
      sql`(${t.state} = 'unsubscribed') = (${t.endedAt} is not null)`,
    ),
  ],
)

/** One issue of a newsletter. There is at most one for each time at which one is due. */
export const newsletterIssue = pgTable(
  'newsletter_issue',
  {
    id: timeOrderedId(),
    newsletter: text('newsletter').notNull(),
    dueAt: moment('due_at').notNull(),
    subject: text('subject').notNull(),
    /** What it shows: cards of the public projection, and nothing else. */
    content: jsonb('content').notNull(),
    /** `queueing`: mails are being added. `sending`: all are there. `sent`: each was handed over, or given up. */
    state: text('state', { enum: ['queueing', 'sending', 'sent'] }).notNull(),
    /** The last address whose mail was added: whoever goes on begins after it. */
    queuedTo: uuid('queued_to'),
    recipients: integer('recipients').notNull().default(0),
    delivered: integer('delivered'),
    refused: integer('refused'),
    createdAt: madeAt('created_at'),
    sentAt: moment('sent_at'),
  },
  (t) => [
    unique('newsletter_issue_once').on(t.newsletter, t.dueAt),
    index('newsletter_issue_open')
      .on(t.createdAt)
      .where(sql`state <> 'sent'`),
    check('newsletter_issue_state', sql`${t.state} in ('queueing', 'sending', 'sent')`),
    check(
      'newsletter_issue_settled',
      sql`num_nonnulls(${t.delivered}, ${t.refused}, ${t.sentAt}) = case when ${t.state} = 'sent' then 3 else 0 end`,
    ),
  ],
)
