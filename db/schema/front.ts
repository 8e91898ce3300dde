/** The front page: its containers in their order, what staff pinned there, and what is read most. */
import { type SQL, sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { article, section, topic } from './articles.ts'
import { moment, timeOrderedId } from './columns.ts'

const kinds = [
  'lead',
  'river',
  'section',
  'topic',
  'opinion',
  'most_read',
  'newsletter',
  'subscribe',
] as const

/** No row at all: the front page is composed automatically (`lib/front/automatic.ts`). */
export const frontContainer = pgTable(
  'front_container',
  {
    id: timeOrderedId(),
    kind: text('kind', { enum: kinds }).notNull(),
    /** What stands above it. Empty: the name of its section or topic, or that of its kind. */
    title: text('title').notNull().default(''),
    sectionId: uuid('section_id').references(() => section.id, { onDelete: 'cascade' }),
    topicId: uuid('topic_id').references(() => topic.id, { onDelete: 'cascade' }),
    /** How many articles it shows at most. */
    articles: integer('articles').notNull(),
    layout: text('layout', { enum: ['wide', 'column'] }).notNull(),
    position: integer('position').notNull(),
    /** Staff took it off the page for a while, with its pins. */
    hidden: boolean('hidden').notNull().default(false),
  },
  (t) => [
    check('front_container_kind', sql`${t.kind} in (${words(kinds)})`),
    check('front_container_layout', sql`${t.layout} in ('wide', 'column')`),
    check('front_container_articles', sql`${t.articles} between 1 and 12`),
    check('front_container_title', sql`char_length(${t.title}) <= 60`),
    check(
      'front_container_shelf',
      sql`(${t.sectionId} is not null) = (${t.kind} = 'section' or (${t.kind} = 'opinion' and ${t.topicId} is null))
        and (${t.topicId} is not null) = (${t.kind} = 'topic' or (${t.kind} = 'opinion' and ${t.sectionId} is null))`,
    ),
  ],
)

function words(list: readonly string[]): SQL {
  return sql.raw(list.map((word) => `'${word}'`).join(', '))
}

/** An article that staff want in a container, before what comes there by itself. */
export const frontPin = pgTable(
  'front_pin',
  {
    containerId: uuid('container_id')
      .notNull()
      .references(() => frontContainer.id, { onDelete: 'cascade' }),
    articleId: uuid('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    /** At which place it stands: 0 is the first. */
    position: integer('position').notNull(),
    /** From then on it is as if it were not pinned. */
    endsAt: moment('ends_at'),
  },
  (t) => [
    primaryKey({ columns: [t.containerId, t.articleId] }),
    index('front_pin_by_article').on(t.articleId),
    index('front_pin_ends').on(t.endsAt),
  ],
)

/** One row: how often staff changed the front page, and when last, so that of two editors the second is told. */
export const frontEdition = pgTable(
  'front_edition',
  {
    one: integer('one').primaryKey(),
    number: integer('number').notNull(),
    changedAt: moment('changed_at'),
  },
  (t) => [check('front_edition_one', sql`${t.one} = 1`)],
)

/** How often an article was opened in an hour, by how many nobody knows, and by whom neither. */
export const articleReads = pgTable(
  'article_reads',
  {
    articleId: uuid('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    hour: moment('hour').notNull(),
    reads: integer('reads').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.hour, t.articleId] }),
    check('article_reads_positive', sql`${t.reads} > 0`),
  ],
)

/** What is read most, as everybody may know it: an order, and no figures. */
export const mostRead = pgTable('most_read', {
  position: integer('position').primaryKey(),
  articleId: uuid('article_id')
    .notNull()
    .unique()
    .references(() => article.id, { onDelete: 'cascade' }),
})
