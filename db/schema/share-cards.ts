/** Pictures that stand for pages where links to them are shown, and the articles whose picture is to be drawn. */
import { sql } from 'drizzle-orm'
import { check, index, pgTable, pgView, text, unique, uuid } from 'drizzle-orm/pg-core'
import { article } from './articles.ts'
import { binary, timeOrderedId } from './columns.ts'

/**
 * The card of an article, or, without one, of the publication. Triggers take it away in the same transaction that changes a
 * word on it or the article's status: what is there has the words that the article has.
 */
export const shareCard = pgTable(
  'share_card',
  {
    id: timeOrderedId(),
    articleId: uuid('article_id').references(() => article.id, { onDelete: 'cascade' }),
    /** Made from everything that is drawn: its address. Two articles with the same words have the same. */
    hash: text('hash').notNull(),
    /** What all cards of the publication have in common. */
    look: text('look').notNull(),
    png: binary('png').notNull(),
  },
  (t) => [
    unique('share_card_of').on(t.articleId).nullsNotDistinct(),
    index('share_card_by_hash').on(t.hash),
    check('share_card_hash_shape', sql`${t.hash} ~ '^[0-9a-f]{32}$'`),
  ],
)

/** Articles that are published, now or at a date to come, and whose card is to be printed. Triggers note them. */
export const shareCardDue = pgTable('share_card_due', {
  articleId: uuid('article_id')
    .primaryKey()
    .references(() => article.id, { onDelete: 'cascade' }),
})

/** The cards that anybody may see: that of the publication, and those of what is published now. */
export const publishedShareCard = pgView('published_share_card', {
  articleId: uuid('article_id'),
  slug: text('slug'),
  hash: text('hash').notNull(),
  png: binary('png').notNull(),
}).existing()
