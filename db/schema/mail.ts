import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { madeAt, moment, timeOrderedId } from './columns.ts'
import { newsletterIssue } from './newsletters.ts'
import { reader } from './people.ts'

/** One row for every message, sent or not. `onceKey` makes a message once-only. */
export const mail = pgTable(
  'mail',
  {
    id: timeOrderedId(),
    readerId: uuid('reader_id').references(() => reader.id, { onDelete: 'set null' }),
    /** Of a newsletter: it waits for every message that somebody waits for, and its content is the issue's. */
    issueId: uuid('issue_id').references(() => newsletterIssue.id),
    toAddress: text('to_address').notNull(),
    kind: text('kind').notNull(),
    onceKey: text('once_key').notNull().unique(),
    subject: text('subject').notNull(),
    data: jsonb('data').notNull(),
    state: text('state', { enum: ['queued', 'sent', 'failed'] }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: madeAt('next_attempt_at'),
    lastError: text('last_error'),
    createdAt: madeAt('created_at'),
    sentAt: moment('sent_at'),
  },
  (t) => [
    index('mail_queued')
      .on(sql`(issue_id is not null)`, t.nextAttemptAt)
      .where(sql`state = 'queued'`),
    index('mail_by_reader').on(t.readerId, t.createdAt.desc().nullsFirst()),
    index('mail_by_issue')
      .on(t.issueId, t.state)
      .where(sql`issue_id is not null`),
    check('mail_state', sql`${t.state} in ('queued', 'sent', 'failed')`),
    check('mail_sent', sql`(${t.state} = 'sent') = (${t.sentAt} is not null)`),
  ],
)
