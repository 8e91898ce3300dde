/** What feeds and sitemaps say of articles beside what lists do. Every query here runs as `foldline_public`. */
import { and, desc, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { PublicDatabase } from '../client.ts'
import { publishedArticle } from '../schema/articles.ts'

const filing = z.object({
  articleId: z.string(),
  kind: z.enum(['topic', 'region', 'author']),
  slug: z.string(),
  name: z.string(),
})

/** What each of these articles is filed under and who wrote it, in the order it was given. */
export async function filingsOf(db: PublicDatabase, articleIds: string[]) {
  if (articleIds.length === 0) return []
  const asked = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(articleIds)}::jsonb))`
  const rows = await db.execute(sql`
    select "articleId", kind, slug, name from (
      select j.article_id as "articleId", 'topic' as kind, s.slug, s.name, j.position
        from article_topic j join topic s on s.id = j.topic_id where j.article_id in ${asked}
      union all
      select j.article_id, 'region', s.slug, s.name, j.position
        from article_region j join region s on s.id = j.region_id where j.article_id in ${asked}
      union all
      select j.article_id, 'author', s.slug, s.name, j.position
        from article_author j join author s on s.id = j.author_id where j.article_id in ${asked}) f
     order by kind desc, position`)
  return rows.map((row) => filing.parse(row))
}

const moment = z.coerce.date()
const month = z.object({ month: z.string(), articles: z.coerce.number(), changedAt: moment })

/**
 * The months (UTC, as `2027-03`) in which articles were published, the last first, and when one of theirs last changed.
 * Without those whose canonical address is elsewhere: a sitemap names canonical addresses alone.
 */
export async function articleMonths(db: PublicDatabase) {
  const rows = await db.execute(sql`
    select to_char(published_at at time zone 'UTC', 'YYYY-MM') as month, count(*) as articles,
           max(greatest(published_at, revised_at)) as "changedAt"
      from published_article where source_url is null group by 1 order by 1 desc`)
  return rows.map((row) => month.parse(row))
}

/** A time from its first moment to before its last. */
export type Span = { from: Date; until?: Date }

/**
 * The addresses of the articles that were published in a time and when each last changed, the newest first; those of
 * one moment always in the same order. Without those whose canonical address is elsewhere.
 */
export async function articleAddresses(
  db: PublicDatabase,
  { from, until }: Span,
  { limit, offset }: { limit: number; offset: number },
) {
  const { publishedAt } = publishedArticle
  return db
    .select({
      slug: publishedArticle.slug,
      headline: publishedArticle.headline,
      publishedAt,
      revisedAt: publishedArticle.revisedAt,
    })
    .from(publishedArticle)
    .where(
      and(
        isNull(publishedArticle.sourceUrl),
        sql`${publishedAt} >= ${from.toISOString()}`,
        until ? sql`${publishedAt} < ${until.toISOString()}` : undefined,
      ),
    )
    .orderBy(desc(publishedAt), desc(publishedArticle.id))
    .limit(limit)
    .offset(offset)
}

const shelf = z.object({ folder: z.string(), slug: z.string(), changedAt: moment })

/** Every shelf that has articles, where it is, and when one of its articles last changed. */
export async function shelfAddresses(db: PublicDatabase) {
  const rows = await db.execute(sql`
    select 'sections' as folder, s.slug, max(greatest(a.published_at, a.revised_at)) as "changedAt"
      from section s join published_article a on a.section_id = s.id group by s.id, s.slug
    union all ${filedShelves('topic')}
    union all ${filedShelves('region')}
    union all ${filedShelves('author')}
    order by folder, slug`)
  return rows.map((row) => shelf.parse(row))
}

function filedShelves(kind: 'topic' | 'region' | 'author') {
  return sql`
    select ${`${kind}s`}::text as folder, s.slug, max(greatest(a.published_at, a.revised_at)) as "changedAt"
      from ${sql.identifier(kind)} s
      join ${sql.identifier(`article_${kind}`)} j on j.${sql.identifier(`${kind}_id`)} = s.id
      join published_article a on a.id = j.article_id group by s.id, s.slug`
}
