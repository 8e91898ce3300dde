/**
 * Articles: what the public may see (`article`), what it may not (`article_gated`,
 * `article_revision`), and what articles are filed under.
 */
import { type SQL, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  pgView,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { madeAt, moment, searchVector, timeOrderedId } from './columns.ts'

/** A place to file articles: where it stands on the site, and what it is called. */
const shelf = () => ({
  id: timeOrderedId(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  description: text('description').notNull().default(''),
})

export const section = pgTable('section', { ...shelf(), position: integer('position').notNull() })
export const topic = pgTable('topic', shelf())
/** Where a region is, as `lib/maps/area.ts` reads it. A region without an area has no map. */
type Area = {
  countries: string[]
  box?: [number, number, number, number] | undefined
  label?: [number, number] | undefined
}

export const region = pgTable('region', { ...shelf(), area: jsonb('area').$type<Area>() })

/** The map that says where a region is, drawn when its area was stated. */
export const regionMap = pgTable(
  'region_map',
  {
    regionId: uuid('region_id')
      .primaryKey()
      .references(() => region.id, { onDelete: 'cascade' }),
    /** The first half of the SHA-256 of the file: its address changes when it does. */
    hash: text('hash').notNull(),
    svg: text('svg').notNull(),
    alt: text('alt').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
  },
  (t) => [
    index('region_map_by_hash').on(t.hash),
    check('region_map_hash_shape', sql`${t.hash} ~ '^[0-9a-f]{32}$'`),
    check('region_map_sized', sql`${t.width} > 0 and ${t.height} > 0`),
  ],
)

/** Whoever writes: with what they do here, and where else they are found. */
export const author = pgTable(
  'author',
  {
    ...shelf(),
    role: text('role').notNull().default(''),
    links: jsonb('links').$type<AuthorLink[]>().notNull().default([]),
  },
  (t) => [check('author_role', sql`char_length(${t.role}) <= 100`)],
)

/** Where somebody is found elsewhere. */
export type AuthorLink = { name: string; address: string }

const weighted = (column: AnyPgColumn, weight: 'A' | 'B' | 'C'): SQL =>
  sql`setweight(to_tsvector('english', ${column}), ${sql.raw(`'${weight}'`)})`

/** The public projection. Nothing from below the marker stands in any of its columns. */
export const article = pgTable(
  'article',
  {
    id: timeOrderedId(),
    slug: text('slug').notNull().unique(),
    headline: text('headline').notNull(),
    standfirst: text('standfirst').notNull(),
    previewHtml: text('preview_html').notNull(),
    previewText: text('preview_text').notNull(),
    excerpt: text('excerpt').notNull(),
    previewWords: integer('preview_words').notNull(),
    /** How many words the whole has, with what stands below the marker: a number, and nothing of the text. */
    words: integer('words').notNull().default(0),
    accessLevel: text('access_level', { enum: ['free', 'registered', 'subscriber'] }).notNull(),
    hasGatedPart: boolean('has_gated_part').notNull(),
    status: text('status', { enum: ['draft', 'scheduled', 'published', 'withdrawn'] }).notNull(),
    publishedAt: moment('published_at'),
    revisedAt: moment('revised_at'),
    sectionId: uuid('section_id').references(() => section.id),
    pictureSrc: text('picture_src'),
    pictureAlt: text('picture_alt'),
    pictureCaption: text('picture_caption'),
    pictureCredit: text('picture_credit'),
    pictureWidth: integer('picture_width'),
    pictureHeight: integer('picture_height'),
    sourceName: text('source_name'),
    sourceUrl: text('source_url'),
    createdAt: madeAt('created_at'),
    /** Staff closed the comments: they are read, and nobody writes more. */
    commentsClosedAt: moment('comments_closed_at'),
    search: searchVector('search').generatedAlwaysAs(
      (): SQL =>
        sql`${weighted(article.headline, 'A')} || ${weighted(article.standfirst, 'B')} || ${weighted(article.previewText, 'C')}`,
    ),
  },
  (t) => [
    index('article_published')
      .on(t.publishedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`status = 'published'`),
    // What is searched by itself: where nothing is gated, and of each level what is.
    index('article_nothing_gated')
      .on(t.publishedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`status = 'published' and not has_gated_part`),
    index('article_cut_by_level')
      .on(t.accessLevel, t.publishedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`status = 'published' and has_gated_part`),
    index('article_by_section')
      .on(t.sectionId, t.publishedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`status = 'published'`),
    index('article_search').using('gin', t.search),
    index('article_slug_parts')
      .using('gin', t.slug.op('gin_trgm_ops'))
      .where(sql`status = 'published'`),
    // For who mistypes a word of a headline.
    index('article_headline_parts').using('gin', sql`headline gin_trgm_ops`),
    check('article_slug_shape', sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
    check('article_access_level', sql`${t.accessLevel} in ('free', 'registered', 'subscriber')`),
    check('article_status', sql`${t.status} in ('draft', 'scheduled', 'published', 'withdrawn')`),
    check(
      'article_dated_when_public',
      sql`${t.status} not in ('scheduled', 'published') or ${t.publishedAt} is not null`,
    ),
    check(
      'article_picture_sized',
      sql`${t.pictureSrc} is null or (${t.pictureWidth} > 0 and ${t.pictureHeight} > 0 and ${t.pictureAlt} is not null)`,
    ),
    check('article_source_link', sql`${t.sourceUrl} is null or ${t.sourceUrl} ~ '^https?://'`),
  ],
)

/**
 * What stands below the marker. `foldline_public` has no right to read it. Level and search vector (of the whole article, above and
 * below) are kept in step with the article by triggers. Each level has an index of its own: a search for some levels does not touch
 * what is of another, so not even its time depends on it.
 */
export const articleGated = pgTable(
  'article_gated',
  {
    articleId: uuid('article_id')
      .primaryKey()
      .references(() => article.id, { onDelete: 'cascade' }),
    html: text('html').notNull(),
    text: text('text').notNull(),
    accessLevel: text('access_level', { enum: ['free', 'registered', 'subscriber'] })
      .notNull()
      .default('subscriber'),
    search: searchVector('search')
      .notNull()
      .default(sql`''::tsvector`),
    /** Since when the article is published, as in `article`; null while it is not. */
    publishedAt: moment('published_at'),
  },
  (t) => [
    ...(['free', 'registered', 'subscriber'] as const).map((level) =>
      index(`article_gated_search_${level}`)
        .using('gin', t.search)
        .where(sql.raw(`access_level = '${level}'`)),
    ),
    check(
      'article_gated_access_level',
      sql`${t.accessLevel} in ('free', 'registered', 'subscriber')`,
    ),
  ],
)

/** Every version of an article as it was written, the whole text with its marker. */
export const articleRevision = pgTable(
  'article_revision',
  {
    articleId: uuid('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    headline: text('headline').notNull(),
    standfirst: text('standfirst').notNull(),
    sourceHtml: text('source_html').notNull(),
    importedFrom: text('imported_from'),
    createdAt: madeAt('created_at'),
  },
  (t) => [
    primaryKey({ columns: [t.articleId, t.number] }),
    index('article_revision_imported').on(t.importedFrom),
  ],
)

const filedUnder = (name: string, shelfTable: typeof topic | typeof region | typeof author) =>
  pgTable(
    `article_${name}`,
    {
      articleId: uuid('article_id')
        .notNull()
        .references(() => article.id, { onDelete: 'cascade' }),
      shelfId: uuid(`${name}_id`)
        .notNull()
        .references(() => shelfTable.id, { onDelete: 'cascade' }),
      position: integer('position').notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.articleId, t.shelfId] }),
      index(`article_by_${name}`).on(t.shelfId, t.articleId),
    ],
  )

export const articleTopic = filedUnder('topic', topic)
export const articleRegion = filedUnder('region', region)
export const articleAuthor = filedUnder('author', author)

/** A correction readers are told about, newest first on the page. */
export const correction = pgTable(
  'correction',
  {
    id: timeOrderedId(),
    articleId: uuid('article_id')
      .notNull()
      .references(() => article.id, { onDelete: 'cascade' }),
    text: text('text').notNull(),
    /** What was wrong with the sense of the article is said above it, anything else below. */
    weight: text('weight', { enum: ['minor', 'serious'] })
      .notNull()
      .default('minor'),
    correctedAt: madeAt('corrected_at'),
  },
  (t) => [
    index('correction_by_article').on(t.articleId, t.correctedAt.desc().nullsFirst()),
    check('correction_weight', sql`${t.weight} in ('minor', 'serious')`),
  ],
)

/**
 * The articles the public may know of: published, and not dated in the future. The only way in
 * which `foldline_public` sees an article, so a draft cannot be listed by mistake.
 */
export const publishedArticle = pgView('published_article', {
  id: uuid('id').notNull(),
  slug: text('slug').notNull(),
  headline: text('headline').notNull(),
  standfirst: text('standfirst').notNull(),
  previewHtml: text('preview_html').notNull(),
  excerpt: text('excerpt').notNull(),
  previewWords: integer('preview_words').notNull(),
  accessLevel: text('access_level', { enum: ['free', 'registered', 'subscriber'] }).notNull(),
  hasGatedPart: boolean('has_gated_part').notNull(),
  publishedAt: moment('published_at').notNull(),
  revisedAt: moment('revised_at'),
  sectionId: uuid('section_id'),
  pictureSrc: text('picture_src'),
  pictureAlt: text('picture_alt'),
  pictureCaption: text('picture_caption'),
  pictureCredit: text('picture_credit'),
  pictureWidth: integer('picture_width'),
  pictureHeight: integer('picture_height'),
  sourceName: text('source_name'),
  sourceUrl: text('source_url'),
  search: searchVector('search').notNull(),
  previewText: text('preview_text').notNull(),
  words: integer('words').notNull(),
}).existing()
