/** What the front page is composed of. What the public may see runs as `foldline_public`. */
import { asc, eq, gt, isNull, or, sql, type SQL } from 'drizzle-orm'
import type { AppQueryable, PublicDatabase } from '../client.ts'
import { articleTopic, publishedArticle, section, topic } from '../schema/articles.ts'
import { frontContainer, frontPin, mostRead } from '../schema/front.ts'
import { authorNames, isUsed, line, newestFirst } from './articles.ts'

type Anybody = PublicDatabase | AppQueryable

/** A container as it is kept, its pins left out. */
type FrontContainerRow = typeof frontContainer.$inferSelect

/** The containers in their order; none when the front page is composed automatically. */
export async function frontContainers(db: Anybody): Promise<FrontContainerRow[]> {
  return db
    .select()
    .from(frontContainer)
    .orderBy(asc(frontContainer.position), asc(frontContainer.id))
}

/** The pins that have not ended, in their order. */
export async function frontPins(db: Anybody, now: Date) {
  return db
    .select()
    .from(frontPin)
    .where(or(isNull(frontPin.endsAt), gt(frontPin.endsAt, now)))
    .orderBy(asc(frontPin.position), asc(frontPin.articleId))
}

/**
 * Sections in their order, then topics: what a container may show. A topic under which nothing public stands is named by a container
 * that shows it, and nowhere else: it may be that of an article that is not out yet.
 */
export async function frontShelves(db: Anybody) {
  const sections = await db
    .select({ id: section.id, slug: section.slug, name: section.name })
    .from(section)
    .orderBy(asc(section.position), asc(section.name))
  const topics = await db
    .select({ id: topic.id, slug: topic.slug, name: topic.name })
    .from(topic)
    .where(
      sql`${isUsed('topic')} or exists (select from ${frontContainer} where ${frontContainer.topicId} = ${topic.id})`,
    )
    .orderBy(asc(topic.name))
  return { sections, topics }
}

/** Which articles may come onto the front page: the newest of all and of these shelves, and those named. */
export type Wanted = {
  latest: number
  ofShelf: number
  sections: readonly string[]
  topics: readonly string[]
  articles: readonly string[]
}

/** The articles that the front page is composed from, the newest first, with the topics of `wanted` they are filed under. */
export async function frontCandidates(db: PublicDatabase, wanted: Wanted) {
  const topics = sql<string[]>`array(select topic_id from ${articleTopic}
    where article_id = ${publishedArticle.id} and topic_id = any(${ids(wanted.topics)}))`.as(
    'topic_ids',
  )
  return db
    .select({ ...line, authorNames, sectionId: publishedArticle.sectionId, topicIds: topics })
    .from(publishedArticle)
    .leftJoin(section, eq(section.id, publishedArticle.sectionId))
    .where(sql`${publishedArticle.id} in (${candidateIds(wanted)})`)
    .orderBy(...newestFirst)
}

/** Each of a quiet section's articles is found as well, however many came since. */
function candidateIds({ latest, ofShelf, sections, topics, articles }: Wanted): SQL {
  const newest = sql`order by published_at desc, id desc limit`
  return sql`(select id from published_article ${newest} ${latest})
    union select near.id from unnest(${ids(sections)}) as one(id) cross join lateral
      (select id from published_article where section_id = one.id ${newest} ${ofShelf}) near
    union select near.article_id from unnest(${ids(topics)}) as one(id) cross join lateral
      (select article_id from ${articleTopic} where topic_id = one.id
        order by article_id desc limit ${ofShelf}) near
    union select unnest(${ids(articles)})`
}

const ids = (list: readonly string[]) => sql`${`{${list.join(',')}}`}::uuid[]`

/** What is read most, the first first: of each what a list of names needs. */
export async function mostReadArticles(db: PublicDatabase) {
  return db
    .select({ slug: publishedArticle.slug, headline: publishedArticle.headline })
    .from(mostRead)
    .innerJoin(publishedArticle, eq(publishedArticle.id, mostRead.articleId))
    .orderBy(asc(mostRead.position))
}
