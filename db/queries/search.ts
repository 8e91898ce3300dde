/** Searching articles. What is public runs as `foldline_public`; what stands below a marker is asked for level by level. */
import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AppDatabase, PublicDatabase } from '../client.ts'
import {
  articleAuthor,
  articleRegion,
  author,
  publishedArticle,
  region,
  section,
  topic,
} from '../schema/articles.ts'
import { allSections, isUsed, usedShelves } from './articles.ts'

/** The levels under which an article can be read. */
export const levels = ['free', 'registered', 'subscriber'] as const
export type Level = (typeof levels)[number]

const anyOf = (some: Level[]) =>
  sql.join(
    some.map((level) => sql`${level}`),
    sql`, `,
  )

/** Where and when: slugs, and moments of which `before` is not part. */
export type SearchFilters = {
  section: string | null
  region: string | null
  author: string | null
  from: Date | null
  before: Date | null
}

/** An article that matches: how well, and whether it was looked at as a whole. */
export type Match = { id: string; publishedAt: Date; rank: number }

/**
 * Among so many matches, the newest, the best are looked for: a common word matches half of a large archive. They are looked for
 * among so many articles that have all the words, in whatever order.
 */
export const RANKED = 120
const CONSIDERED = 200

const matchShape = z.object({ id: z.string(), publishedAt: z.coerce.date(), rank: z.number() })

const tsquery = (words: string) => sql`websearch_to_tsquery('english', ${words})`

/**
 * The newest matches of the public text; null instead of words: of everything. Articles of `read` levels with a gated part are left to
 * `matchWhole`: where they are nearly all, to walk past them to the others would take seconds, so that the others are asked for by themselves.
 */
export async function matchPublic(
  db: PublicDatabase,
  words: string | null,
  filters: SearchFilters,
  read: Level[],
): Promise<Match[]> {
  const where = filtersOf(filters)
  if (words === null) return newestMatches(db, null, where)
  const asked = { vector: publishedArticle.search, words }
  if (read.length === 0) return newestMatches(db, asked, where)
  const cut = levels.filter((level) => !read.includes(level))
  const found = await Promise.all([
    newestMatches(db, asked, [...where, sql`not ${publishedArticle.hasGatedPart}`]),
    ...cut.map((level) =>
      newestMatches(db, asked, [
        ...where,
        sql`${publishedArticle.hasGatedPart}`,
        ofLevel('published_article', level),
      ]),
    ),
  ])
  return found.flat()
}

/** The newest matches of whole articles of one level. Nothing of another level is looked at. */
export async function matchWhole(
  db: AppDatabase,
  words: string,
  filters: SearchFilters,
  level: Level,
): Promise<Match[]> {
  const where = filtersOf(filters)
  if (where.length === 0) return newestWhole(db, words, level)
  const gated = sql`article_gated g on g.article_id = ${publishedArticle.id} and ${ofLevel('g', level)}`
  return newestMatches(db, { vector: sql`g.search`, words, join: gated }, [
    ...where,
    eq(publishedArticle.accessLevel, level),
  ])
}

/**
 * The same in all of the archive: which are the newest the index and the date beside it tell, without any vector being read. To read one takes as long
 * as a hundred dates, and the planner knows nothing of that.
 */
async function newestWhole(db: AppDatabase, words: string, level: Level): Promise<Match[]> {
  const query = tsquery(words)
  const recheck = isPlain(words) ? sql`true` : sql`g.search @@ ${query}`
  const search = sql`
    with matching as materialized (
      select g.article_id, g.published_at from article_gated g
       where ${ofLevel('g', level)} and g.published_at <= now() and g.search @@ ${withoutOrder(words)}
    ), newest as materialized (
      select * from matching order by published_at desc, article_id desc
       limit ${isPlain(words) ? RANKED + 1 : CONSIDERED}
    )
    select a.id, a.published_at as "publishedAt", ts_rank_cd(g.search, ${query}, 1)::float8 as rank
      from newest n join article_gated g on g.article_id = n.article_id
      join published_article a on a.id = n.article_id
     where a.access_level = ${level} and ${ofLevel('g', level)} and ${recheck}
     order by a.published_at desc, a.id desc
     limit ${RANKED + 1}`
  const rows = await db.transaction(
    async (tx) => {
      // For a common word the planner would go through the table, and read every vector.
      await tx.execute(sql`set local enable_seqscan = off`)
      return tx.execute(search)
    },
    { accessMode: 'read only' },
  )
  return rows.map((row) => matchShape.parse(row))
}

/** Whether words alone are asked for, of which an index tells all: no phrase, nothing left out, nothing that is several words in one. */
const isPlain = (words: string) => /^[\p{L}\p{N}\s]*$/u.test(words)

/** A literal, so that the planner sees the condition of the index. */
const ofLevel = (alias: string, level: Level) => sql.raw(`${alias}.access_level = '${level}'`)

async function newestMatches(
  db: PublicDatabase | AppDatabase,
  asked: { vector: SQL | typeof publishedArticle.search; words: string; join?: SQL } | null,
  where: SQL[],
): Promise<Match[]> {
  const vector = asked?.vector ?? sql`null`
  const near = asked ? [sql`${vector} @@ ${withoutOrder(asked.words)}`] : []
  const query = asked ? tsquery(asked.words) : null
  const rows = await db.execute(sql`
    select id, published_at as "publishedAt",
           ${query ? sql`ts_rank_cd(vector, ${query}, 1)::float8` : sql`0::float8`} as rank
      from (select ${publishedArticle.id} as id, ${publishedArticle.publishedAt} as published_at, ${vector} as vector
              from ${publishedArticle} ${asked?.join ? sql`join ${asked.join}` : sql``}
             where ${and(sql`true`, ...where, ...near)}
             order by ${publishedArticle.publishedAt} desc, ${publishedArticle.id} desc
             limit ${CONSIDERED}) newest
     where ${query ? sql`vector @@ ${query}` : sql`true`}
     order by published_at desc, id desc
     limit ${RANKED + 1}`)
  return rows.map((row) => matchShape.parse(row))
}

/**
 * What an index can tell of a search: that words are there, not in which order nor which are not. Where two words stand in half of
 * the archive and nowhere side by side, their phrase would be looked for in all of it.
 */
function withoutOrder(words: string): SQL {
  const indexable = sql`querytree(${tsquery(words)})`
  return sql`case when ${indexable} = 'T' then websearch_to_tsquery('english', ${words})
    else regexp_replace(${indexable}, '<(-|[0-9]+)>', '&', 'g')::tsquery end`
}

function filtersOf(filters: SearchFilters): SQL[] {
  const { from, before } = filters
  return [
    ...(filters.section === null
      ? []
      : [
          sql`${publishedArticle.sectionId} = (select id from ${section} where slug = ${filters.section})`,
        ]),
    ...(filters.region === null ? [] : [filedUnder(articleRegion, region, filters.region)]),
    ...(filters.author === null ? [] : [filedUnder(articleAuthor, author, filters.author)]),
    ...(from === null ? [] : [gte(publishedArticle.publishedAt, from)]),
    ...(before === null ? [] : [lt(publishedArticle.publishedAt, before)]),
  ]
}

const filedUnder = (
  join: typeof articleRegion,
  shelf: typeof region | typeof author,
  slug: string,
) => sql`exists (select 1 from ${join} join ${shelf} on ${shelf.id} = ${join.shelfId}
  where ${join.articleId} = ${publishedArticle.id} and ${shelf.slug} = ${slug})`

/** Around what is found; no text has them. They become marks where the page is made, so nothing of a text is ever HTML. */
export const FOUND = { start: '\uE000', end: '\uE001' } as const

const headline = (text: SQL, words: string) =>
  sql`ts_headline('english', translate(${text}, ${FOUND.start + FOUND.end}, ''), ${tsquery(words)},
        ${`StartSel=${FOUND.start}, StopSel=${FOUND.end}, MaxFragments=2, MaxWords=22, MinWords=12, FragmentDelimiter=" … "`})`

const snippetShape = z.object({ id: z.string(), snippet: z.string() })

const idsOf = (ids: string[]) =>
  sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`

/** Where in their public text these articles have the words. */
export async function publicSnippets(
  db: PublicDatabase,
  ids: string[],
  words: string,
): Promise<Map<string, string>> {
  const rows = await db.execute(sql`
    select id, ${headline(sql`preview_text`, words)} as snippet
      from published_article where id in ${idsOf(ids)}`)
  return bySnippet(rows)
}

/** Where in the whole of them these articles have the words: those that are of one of these levels now. */
export async function wholeSnippets(
  db: AppDatabase,
  ids: string[],
  words: string,
  read: Level[],
): Promise<Map<string, string>> {
  const rows = await db.execute(sql`
    select a.id, ${headline(sql`(a.preview_text || ' ' || g.text)`, words)} as snippet
      from published_article a join article_gated g on g.article_id = a.id
     where a.id in ${idsOf(ids)} and a.access_level in (${anyOf(read)})
       and g.access_level in (${anyOf(read)})`)
  return bySnippet(rows)
}

const bySnippet = (rows: Iterable<Record<string, unknown>>) =>
  new Map([...rows].map((row) => snippetShape.parse(row)).map(({ id, snippet }) => [id, snippet]))

/** Whether anything is left of what was typed: "the", "and" and punctuation are words of no article. */
export async function hasWords(db: PublicDatabase, words: string): Promise<boolean> {
  const [row] = await db.execute(sql`select numnode(${tsquery(words)}) > 0 as some`)
  return row?.some === true
}

/** Headlines that are nearly what was typed, the nearest first. */
export async function nearHeadlines(
  db: PublicDatabase,
  typed: string,
  limit: number,
): Promise<{ id: string; headline: string }[]> {
  const near = sql`${typed} <<-> ${publishedArticle.headline}`
  return db
    .select({ id: publishedArticle.id, headline: publishedArticle.headline })
    .from(publishedArticle)
    .where(sql`${typed} <% ${publishedArticle.headline}`)
    .orderBy(near, desc(publishedArticle.publishedAt))
    .limit(limit)
}

/** Whether an article's public text matches, of the newest at which is looked. */
export async function isFound(db: PublicDatabase, words: string): Promise<boolean> {
  const asked = { vector: publishedArticle.search, words }
  return (await newestMatches(db, asked, [])).length > 0
}

const shelfShape = z.object({
  kind: z.enum(['sections', 'topics', 'regions', 'authors']),
  slug: z.string(),
  name: z.string(),
})

/** A section, topic, region or author. */
export type NamedShelf = z.infer<typeof shelfShape>

/** What is called like what was typed, or nearly: sections, topics, regions and authors, the nearest first. */
export async function nearShelves(
  db: PublicDatabase,
  typed: string,
  limit: number,
): Promise<NamedShelf[]> {
  const rows = await db.execute(sql`
    select kind, slug, name from (
      select 'sections' as kind, slug, name from ${section} union all
      select 'topics', slug, name from ${topic} where ${isUsed('topic')} union all
      select 'regions', slug, name from ${region} where ${isUsed('region')} union all
      select 'authors', slug, name from ${author} where ${isUsed('author')}) shelf
     where name % ${typed} or ${typed} <% name
     order by greatest(similarity(name, ${typed}), word_similarity(${typed}, name)) desc, kind, name
     limit ${limit}`)
  return rows.map((row) => shelfShape.parse(row))
}

/** Every section, and the regions and authors that have articles, by which a search can be narrowed down. */
export async function searchShelves(db: PublicDatabase) {
  const [sections, regions, authors] = await Promise.all([
    allSections(db),
    usedShelves(db, 'region'),
    usedShelves(db, 'author'),
  ])
  return { sections, regions, authors }
}
