/**
 * What readers write under articles. `foldline_public` has no right to any of it: a comment under an
 * article for subscribers quotes what stands below the marker.
 */
import { type SQL, sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { article } from './articles.ts'
import { madeAt, moment, timeOrderedId } from './columns.ts'
import { reader } from './people.ts'

/** Under which name a reader writes. `folded` is what names are compared by: `lib/comments/fold.ts`. */
export const commentWriter = pgTable(
  'comment_writer',
  {
    readerId: uuid('reader_id')
      .primaryKey()
      .references(() => reader.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    folded: text('folded').notNull(),
    namedAt: madeAt('named_at'),
  },
  (t) => [check('comment_writer_name', sql`char_length(${t.name}) between 2 and 40`)],
)

/** A comment, or a reply to one. Plain text: what a link and what a paragraph is, the page decides. */
export const comment = pgTable(
  'comment',
  {
    id: timeOrderedId(),
    articleId: uuid('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    /** Null when the account is deleted. */
    readerId: uuid('reader_id').references(() => reader.id, { onDelete: 'set null' }),
    parentId: uuid('parent_id'),
    /** Whether it is a comment and no reply, so that a foreign key can say that replies answer comments. */
    isTop: boolean('is_top').generatedAlwaysAs((): SQL => sql`parent_id is null`),
    parentIsTop: boolean('parent_is_top').generatedAlwaysAs(
      (): SQL => sql`case when parent_id is not null then true end`,
    ),
    body: text('body').notNull(),
    state: text('state', { enum: ['visible', 'held', 'removed'] }).notNull(),
    heldFor: text('held_for', { enum: ['word', 'reports', 'staff'] }),
    removedBy: text('removed_by', { enum: ['writer', 'staff'] }),
    removedWhy: text('removed_why'),
    /** Whether whoever wrote it worked here then. */
    byStaff: boolean('by_staff').notNull().default(false),
    pickedAt: moment('picked_at'),
    createdAt: madeAt('created_at'),
    editedAt: moment('edited_at'),
    /** When staff last let it stand. Reports from before that are settled. */
    approvedAt: moment('approved_at'),
    /** Of the form it was written in, so that a form sent twice writes once. */
    onceKey: uuid('once_key').unique(),
  },
  (t) => [
    unique('comment_in_article').on(t.id, t.articleId, t.isTop),
    foreignKey({
      name: 'comment_answers_comment',
      columns: [t.parentId, t.articleId, t.parentIsTop],
      foreignColumns: [t.id, t.articleId, t.isTop],
    }),
    index('comment_threads').on(t.articleId, t.createdAt, t.id),
    index('comment_replies').on(t.parentId, t.createdAt, t.id),
    index('comment_by_reader').on(t.readerId, t.createdAt),
    index('comment_held')
      .on(t.createdAt)
      .where(sql`state = 'held'`),
    index('comment_newest').on(t.createdAt, t.id),
    check('comment_state', sql`${t.state} in ('visible', 'held', 'removed')`),
    check('comment_length', sql`char_length(${t.body}) <= 4000`),
    check(
      'comment_held_for',
      sql`(${t.state} = 'held') = (${t.heldFor} is not null) and ${t.heldFor} in ('word', 'reports', 'staff')`,
    ),
    check(
      'comment_removed_by',
      sql`(${t.state} = 'removed') = (${t.removedBy} is not null) and ${t.removedBy} in ('writer', 'staff')`,
    ),
    check(
      'comment_says_something',
      sql`${t.body} <> '' or ${t.removedBy} is not distinct from 'writer'`,
    ),
    check('comment_of_nobody_is_empty', sql`${t.readerId} is not null or ${t.body} = ''`),
    check('comment_pick_is_visible', sql`${t.pickedAt} is null or ${t.state} = 'visible'`),
  ],
)

/** A reader's word to staff that a comment should not stand. One for a reader and comment. */
export const commentReport = pgTable(
  'comment_report',
  {
    commentId: uuid('comment_id')
      .notNull()
      .references(() => comment.id, { onDelete: 'cascade' }),
    readerId: uuid('reader_id')
      .notNull()
      .references(() => reader.id, { onDelete: 'cascade' }),
    reason: text('reason', {
      enum: ['abuse', 'false', 'private', 'spam', 'off_topic', 'other'],
    }).notNull(),
    note: text('note').notNull().default(''),
    createdAt: madeAt('created_at'),
    /** When staff looked at the comment; until then it waits in their queue. */
    settledAt: moment('settled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.commentId, t.readerId] }),
    index('comment_report_open')
      .on(t.commentId)
      .where(sql`settled_at is null`),
    index('comment_report_by_reader').on(t.readerId),
    check(
      'comment_report_reason',
      sql`${t.reason} in ('abuse', 'false', 'private', 'spam', 'off_topic', 'other')`,
    ),
    check('comment_report_note', sql`char_length(${t.note}) <= 500`),
  ],
)

/** Who may not write for a time, or, without an end, for good. They may read as before. */
export const commentBan = pgTable(
  'comment_ban',
  {
    readerId: uuid('reader_id')
      .primaryKey()
      .references(() => reader.id, { onDelete: 'cascade' }),
    why: text('why').notNull(),
    by: text('by').notNull(),
    createdAt: madeAt('created_at'),
    until: moment('until'),
  },
  (t) => [check('comment_ban_ends_later', sql`${t.until} is null or ${t.until} > ${t.createdAt}`)],
)

/** Words for which a comment waits until staff have looked. `folded` is what is compared. */
export const holdWord = pgTable('hold_word', {
  folded: text('folded').primaryKey(),
  word: text('word').notNull(),
  addedBy: text('added_by').notNull(),
  addedAt: madeAt('added_at'),
})
