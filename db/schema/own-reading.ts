/** What readers do with articles: give one away, save one for later, and read them, if they want that noted. */
import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { article } from './articles.ts'
import { madeAt, moment, timeOrderedId } from './columns.ts'
import { reader } from './people.ts'

/**
 * One article, given away by a subscriber to whoever holds the link. The link holds the token; this table holds only its
 * SHA-256. How often it was opened is counted, and by whom is not known.
 */
export const giftLink = pgTable(
  'gift_link',
  {
    id: timeOrderedId(),
    giverId: uuid('giver_id')
      .notNull()
      .references(() => reader.id, { onDelete: 'cascade' }),
    articleId: uuid('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull().unique(),
    madeAt: madeAt('made_at'),
    endsAt: moment('ends_at').notNull(),
    revokedAt: moment('revoked_at'),
    opened: integer('opened').notNull().default(0),
  },
  (t) => [
    index('gift_link_by_giver').on(t.giverId, t.madeAt.desc().nullsFirst()),
    index('gift_link_by_article').on(t.articleId),
    check('gift_link_token_is_hash', sql`${t.tokenHash} ~ '^[0-9a-f]{64}$'`),
    check('gift_link_ends_later', sql`${t.endsAt} > ${t.madeAt}`),
    check('gift_link_opened', sql`${t.opened} >= 0`),
  ],
)

/** An article that somebody wants to read later. Of what they took off their list there is no row any more. */
export const savedArticle = pgTable(
  'saved_article',
  {
    readerId: uuid('reader_id')
      .notNull()
      .references(() => reader.id, { onDelete: 'cascade' }),
    articleId: uuid('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    savedAt: madeAt('saved_at'),
  },
  (t) => [
    primaryKey({ columns: [t.readerId, t.articleId] }),
    index('saved_article_by_reader').on(
      t.readerId,
      t.savedAt.desc().nullsFirst(),
      t.articleId.desc().nullsFirst(),
    ),
    index('saved_article_by_article').on(t.articleId),
  ],
)

/** Of whom it is noted what they read, and from when on: of those alone who asked for it. No row, and nothing is noted. */
export const readingHistory = pgTable('reading_history', {
  readerId: uuid('reader_id')
    .primaryKey()
    .references(() => reader.id, { onDelete: 'cascade' }),
  since: moment('since').notNull(),
})

/** When such a reader opened an article last. It cannot be without the row of theirs above, and goes with it. */
export const historyEntry = pgTable(
  'history_entry',
  {
    readerId: uuid('reader_id')
      .notNull()
      .references(() => readingHistory.readerId, { onDelete: 'cascade' }),
    articleId: uuid('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    readAt: moment('read_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.readerId, t.articleId] }),
    index('history_entry_by_reader').on(
      t.readerId,
      t.readAt.desc().nullsFirst(),
      t.articleId.desc().nullsFirst(),
    ),
    index('history_entry_by_article').on(t.articleId),
    index('history_entry_by_age').on(t.readAt),
  ],
)
