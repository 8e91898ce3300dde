/** Pictures that the publication keeps itself, and which articles show them where. */
import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { article } from './articles.ts'
import { madeAt, timeOrderedId } from './columns.ts'
import { reader } from './people.ts'

/** A picture that was taken in. Its files lie in the storage, under a name made from `hash`. */
export const picture = pgTable(
  'picture',
  {
    id: timeOrderedId(),
    /** The first half of the SHA-256 of the file as it came: the same file is one picture. */
    hash: text('hash').notNull().unique(),
    /** What kind of file came. What is served was made from it anew. */
    type: text('type', { enum: ['jpeg', 'png', 'webp', 'avif', 'gif'] }).notNull(),
    /** The measures of the whole picture as it is served, in pixels. */
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    /** How much its files take together. */
    bytes: integer('bytes').notNull(),
    alt: text('alt').notNull(),
    caption: text('caption'),
    credit: text('credit'),
    /** Where it was fetched, or where somebody says that it is from. */
    source: text('source'),
    /** What its file was called when it came: staff find it by that, and are not shown it. */
    fileName: text('file_name'),
    createdBy: uuid('created_by').references(() => reader.id, { onDelete: 'set null' }),
    createdAt: madeAt('created_at'),
  },
  (t) => [
    check('picture_hash_shape', sql`${t.hash} ~ '^[0-9a-f]{32}$'`),
    check('picture_type', sql`${t.type} in ('jpeg', 'png', 'webp', 'avif', 'gif')`),
    check('picture_sized', sql`${t.width} > 0 and ${t.height} > 0 and ${t.bytes} > 0`),
  ],
)

/** In which part of an article a picture stands: above its marker, or only below it. */
export const pictureUse = pgTable(
  'picture_use',
  {
    articleId: uuid('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    // A picture that an article shows cannot be deleted.
    pictureId: uuid('picture_id')
      .notNull()
      .references(() => picture.id),
    part: text('part', { enum: ['public', 'gated'] }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.articleId, t.pictureId] }),
    index('picture_use_by_picture').on(t.pictureId),
    check('picture_use_part', sql`${t.part} in ('public', 'gated')`),
  ],
)
