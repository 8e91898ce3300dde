/** What the public may see of articles. Every query here runs as `foldline_public`. */
import { and, asc, desc, eq, gt, inArray, lte, ne, type SQL, sql } from 'drizzle-orm'
import type { PublicDatabase } from '../client.ts'
import {
  articleAuthor,
  articleRegion,
  articleTopic,
  author,
  correction,
  publishedArticle,
  region,
  regionMap,
  section,
  topic,
} from '../schema/articles.ts'
import { publishedShareCard } from '../schema/share-cards.ts'

/** The four ways an article is filed. */
export type ShelfKind = 'section' | 'topic' | 'region' | 'author'

export const shelves = { section, topic, region, author }
export const joins = { topic: articleTopic, region: articleRegion, author: articleAuthor }

/** What a list says of an article. */
export const line = {
  id: publishedArticle.id,
  slug: publishedArticle.slug,
  headline: publishedArticle.headline,
  standfirst: publishedArticle.standfirst,
  accessLevel: publishedArticle.accessLevel,
  publishedAt: publishedArticle.publishedAt,
  revisedAt: publishedArticle.revisedAt,
  pictureSrc: publishedArticle.pictureSrc,
  pictureAlt: publishedArticle.pictureAlt,
  pictureWidth: publishedArticle.pictureWidth,
  pictureHeight: publishedArticle.pictureHeight,
  sectionName: section.name,
  sectionSlug: section.slug,
}

export const authorNames = sql<string[]>`array(
  select a.name from ${articleAuthor} aa join ${author} a on a.id = aa.author_id
   where aa.article_id = ${publishedArticle.id} order by aa.position)`.as('author_names')

function lines(db: PublicDatabase) {
  return db
    .select({ ...line, authorNames })
    .from(publishedArticle)
    .leftJoin(section, eq(section.id, publishedArticle.sectionId))
}

/** An article in a list. */
export type ArticleLine = Awaited<ReturnType<ReturnType<typeof lines>['execute']>>[number]

/** One page of a list: the newest first, `offset` of them left out. */
type Page = { limit: number; offset: number }

/** The newest articles. */
export async function latestArticles(db: PublicDatabase, page: Page): Promise<ArticleLine[]> {
  return newest(db, undefined, page)
}

/**
 * One page of the articles that meet `where`. Which they are is found from an index alone; what a list
 * says of them is read for these few only, and not for those that are left out before them.
 */
async function newest(
  db: PublicDatabase,
  where: SQL | undefined,
  page: Page,
): Promise<ArticleLine[]> {
  const picked = db
    .select({ id: publishedArticle.id })
    .from(publishedArticle)
    .where(where)
    .orderBy(...newestFirst)
    .limit(page.limit)
    .offset(page.offset)
    .as('picked')
  return lines(db)
    .innerJoin(picked, eq(picked.id, publishedArticle.id))
    .orderBy(...newestFirst)
}

export const newestFirst = [desc(publishedArticle.publishedAt), desc(publishedArticle.id)]

/** The newest articles on a shelf. */
export async function articlesOnShelf(
  db: PublicDatabase,
  shelf: { kind: ShelfKind; id: string },
  page: Page,
): Promise<ArticleLine[]> {
  return newest(db, isOnShelf(shelf), page)
}

/** The newest articles published after one moment and not after another, of these sections (null: of all). */
export async function articlesBetween(
  db: PublicDatabase,
  span: { after: Date; until: Date; sections: readonly string[] | null; limit: number },
): Promise<ArticleLine[]> {
  const { after, until, sections, limit } = span
  const inSections =
    sections === null
      ? undefined
      : inArray(
          publishedArticle.sectionId,
          db
            .select({ id: section.id })
            .from(section)
            .where(inArray(section.slug, [...sections])),
        )
  const where = and(
    gt(publishedArticle.publishedAt, after),
    lte(publishedArticle.publishedAt, until),
    inSections,
  )
  return newest(db, where, { limit, offset: 0 })
}

/** Whether an article stands on a shelf. */
export function isOnShelf({ kind, id }: { kind: ShelfKind; id: string }): SQL {
  if (kind === 'section') return eq(publishedArticle.sectionId, id)
  const join = joins[kind]
  return sql`exists (select 1 from ${join}
    where ${join.articleId} = ${publishedArticle.id} and ${join.shelfId} = ${id})`
}

/** The shelf with this address, or null. */
export async function findShelf(db: PublicDatabase, kind: ShelfKind, slug: string) {
  const table = shelves[kind]
  const [found] = await db
    .select({ id: table.id, slug: table.slug, name: table.name, description: table.description })
    .from(table)
    .where(eq(table.slug, slug))
  return found ?? null
}

/** Every section, in the order in which the site shows them. */
export async function allSections(db: PublicDatabase) {
  return db
    .select({ slug: section.slug, name: section.name })
    .from(section)
    .orderBy(asc(section.position), asc(section.name))
}

/** The topics, regions or authors that have articles. */
export async function usedShelves(db: PublicDatabase, kind: keyof typeof joins) {
  const table = shelves[kind]
  return db
    .select({ slug: table.slug, name: table.name })
    .from(table)
    .where(isUsed(kind))
    .orderBy(asc(table.name))
}

/** Whether anything public stands on a shelf: the name of who writes an article that is not yet there is not public either. */
export function isUsed(kind: keyof typeof joins): SQL {
  const [table, join] = [shelves[kind], joins[kind]]
  // One at a time, the last added first, until one is public: as a join the planner would look at
  // every article of the shelf.
  return sql`(select true from ${join}
    where ${join.shelfId} = ${table.id}
      and (select true from ${publishedArticle} where ${publishedArticle.id} = ${join.articleId})
    order by ${join.articleId} desc limit 1)`
}

/** A published article with everything it is filed under, or null: read at one moment, in one query. */
export async function findArticle(db: PublicDatabase, slug: string) {
  const [found] = await db
    .select({
      ...line,
      previewHtml: publishedArticle.previewHtml,
      excerpt: publishedArticle.excerpt,
      previewWords: publishedArticle.previewWords,
      hasGatedPart: publishedArticle.hasGatedPart,
      pictureCaption: publishedArticle.pictureCaption,
      pictureCredit: publishedArticle.pictureCredit,
      sourceName: publishedArticle.sourceName,
      sourceUrl: publishedArticle.sourceUrl,
      topics: shelvesOfArticle('topic'),
      regions: shelvesOfArticle('region'),
      authors: shelvesOfArticle('author'),
      corrections: correctionsOfArticle,
      map: mapOfArticle,
      shareCard: cardOfArticle,
      words: publishedArticle.words,
    })
    .from(publishedArticle)
    .leftJoin(section, eq(section.id, publishedArticle.sectionId))
    .where(eq(publishedArticle.slug, slug))
  return found ?? null
}

/** What an article is filed under, in the order it was given. */
function shelvesOfArticle(kind: keyof typeof joins) {
  const [table, join] = [shelves[kind], joins[kind]]
  return sql<{ slug: string; name: string }[]>`array(
    select json_build_object('slug', s.slug, 'name', s.name)
      from ${join} j join ${table} s on s.id = j.${shelfColumn(join)}
     where j.article_id = ${publishedArticle.id} order by j.position)`.as(kind)
}

/** The map of the first region of an article that has one. */
const mapOfArticle = sql<MapOfRegion | null>`(
    select json_build_object('hash', m.hash, 'alt', m.alt, 'width', m.width, 'height', m.height,
                             'region', r.name)
      from ${articleRegion} j join ${regionMap} m on m.region_id = j.region_id
      join ${region} r on r.id = j.region_id
     where j.article_id = ${publishedArticle.id} order by j.position limit 1)`.as('map')

/** The name of its share card, where that is printed. */
const cardOfArticle = sql<string | null>`(
    select c.hash from ${publishedShareCard} c where c.article_id = ${publishedArticle.id})`.as(
  'share_card',
)

type MapOfRegion = { hash: string; alt: string; width: number; height: number; region: string }

/** The corrections of an article, the last first. */
const correctionsOfArticle = sql`array(
    select json_build_object('text', c.text, 'weight', c.weight, 'correctedAt', c.corrected_at)
      from ${correction} c
     where c.article_id = ${publishedArticle.id} order by c.corrected_at desc)`
  .mapWith((rows: { text: string; weight: 'minor' | 'serious'; correctedAt: string }[]) =>
    rows.map((row) => ({ ...row, correctedAt: new Date(row.correctedAt) })),
  )
  .as('corrections')

/** On each shelf of an article, so many others are considered as related to it: those added last. */
const CONSIDERED = 100

/**
 * Articles that share topics, regions, authors or the section with this one, those that share most first; between
 * them their public text decides, by the words of this one's headline and standfirst. Of each shelf only the
 * articles added last are looked at, so that it costs the same in a large archive.
 */
export async function relatedArticles(
  db: PublicDatabase,
  articleId: string,
  limit: number,
): Promise<ArticleLine[]> {
  const shared = (join: typeof articleTopic) =>
    sql`(select count(*) from ${join} theirs join ${join} mine
          on mine.${shelfColumn(join)} = theirs.${shelfColumn(join)}
         where mine.article_id = ${articleId} and theirs.article_id = ${publishedArticle.id})`
  const score = sql<number>`2 * ${shared(articleTopic)} + ${shared(articleRegion)} + ${shared(articleAuthor)} +
    ${ALIKE} * coalesce(ts_rank(${publishedArticle.search}, ${wordsOf(articleId)}, 1), 0) +
    (case when ${publishedArticle.sectionId} = ${sectionOf(articleId)} then 1 else 0 end)`
  return lines(db)
    .where(
      and(
        ne(publishedArticle.id, articleId),
        sql`${publishedArticle.id} in (${beside(articleTopic, articleId)}
          union ${beside(articleRegion, articleId)} union ${beside(articleAuthor, articleId)} union ${besideInSection(articleId)})`,
      ),
    )
    .orderBy(desc(score), ...newestFirst)
    .limit(limit)
}

/** How much the words weigh: articles with all of them in their headline are as near as two topics are. */
const ALIKE = 8

/** A search for any word of an article's headline and standfirst; null when they have none. */
function wordsOf(articleId: string): SQL {
  return sql`(select string_agg('''' || replace(replace(word.lexeme, '\\', '\\\\'), '''', '''''') || '''', ' | ')::tsquery
      from published_article own cross join lateral unnest(own.search) word
     where own.id = ${articleId} and word.weights && array['A', 'B'])`
}

const shelfColumn = (join: (typeof joins)[keyof typeof joins]) => sql.identifier(join.shelfId.name)

const sectionOf = (articleId: string) =>
  sql`(select section_id from published_article where id = ${articleId})`

/** The articles added last to the shelves that an article stands on. */
function beside(join: typeof articleTopic, articleId: string): SQL {
  return sql`select near.article_id from ${join} mine cross join lateral (
      select article_id from ${join} theirs
       where theirs.${shelfColumn(join)} = mine.${shelfColumn(join)}
       order by theirs.article_id desc limit ${CONSIDERED}) near
     where mine.article_id = ${articleId}`
}

function besideInSection(articleId: string): SQL {
  return sql`(select id from published_article where section_id = ${sectionOf(articleId)}
     order by published_at desc, id desc limit ${CONSIDERED})`
}

/** These articles, as lists show them, in the order of their ids. One that is public no more is left out. */
export async function articlesById(db: PublicDatabase, ids: string[]): Promise<ArticleLine[]> {
  if (ids.length === 0) return []
  const found = await lines(db).where(inArray(publishedArticle.id, ids))
  return ids.flatMap((id) => found.find((one) => one.id === id) ?? [])
}
