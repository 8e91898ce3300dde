/** How often articles are read: an hour's sum for each, of all instances. */
import { lt, sql } from 'drizzle-orm'
import type { AppDatabase, AppQueryable } from '../client.ts'
import { articleReads, mostRead } from '../schema/front.ts'

/** Adds to the hour of `now` what was counted, by the addresses of articles. An address that is none's is passed over. */
export async function addReads(
  db: AppQueryable,
  reads: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  const counted = JSON.stringify([...reads].map(([slug, count]) => ({ slug, count })))
  await db.execute(sql`
    insert into article_reads (article_id, hour, reads)
    select a.id, date_trunc('hour', ${now.toISOString()}::timestamptz), c.count
      from jsonb_to_recordset(${counted}::jsonb) as c(slug text, count int) join article a using (slug)
     where a.status = 'published' order by a.id
    on conflict (hour, article_id) do update set reads = article_reads.reads + excluded.reads`)
}

/** The public articles that were read most since then, the first first: those with at least so many reads. */
export async function rankReads(
  db: AppQueryable,
  { since, least, limit }: { since: Date; least: number; limit: number },
): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select r.article_id as id from article_reads r join published_article p on p.id = r.article_id
     where r.hour >= ${since.toISOString()}::timestamptz
     group by r.article_id, p.published_at having sum(r.reads) >= ${least}
     order by sum(r.reads) desc, p.published_at desc limit ${limit}`)
  return rows.map(({ id }) => id)
}

/** Makes this the list of what is read most. The list that is there already is left alone, and says nothing. */
export async function replaceMostRead(db: AppDatabase, articles: string[]): Promise<void> {
  await db.transaction(async (tx) => {
    const held = await tx.select().from(mostRead).orderBy(mostRead.position)
    if (held.map(({ articleId }) => articleId).join(' ') === articles.join(' ')) return
    await tx.delete(mostRead)
    if (articles.length > 0)
      await tx
        .insert(mostRead)
        .values(articles.map((articleId, place) => ({ position: place + 1, articleId })))
  })
}

/** Forgets the hours before this. */
export async function forgetReads(db: AppQueryable, before: Date): Promise<void> {
  await db.delete(articleReads).where(lt(articleReads.hour, before))
}
