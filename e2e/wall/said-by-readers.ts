/** W41: what readers say under the articles of the wall, and what of it nobody may see. */
import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { Fixture } from './fixtures.ts'
import type { Gated } from './oracle.ts'
import { withOwner } from './sql.ts'

/** A comment that is shown, an answer to it; one that waits for staff, one that staff removed. */
const kinds = ['comment', 'answer', 'held', 'removed'] as const
type Kind = (typeof kinds)[number]

const shown: Kind[] = ['comment', 'answer']

const sentinelOf = (mark: string, { kind }: Pick<Fixture, 'kind'>, said: Kind) =>
  `${mark}${kind.slice(0, 2)}x${said.slice(0, 2)}`

/**
 * What the oracle knows of them: who may read the article may see what is shown. What is held or removed begins with
 * the mark of the run and is nobody's, so it is a leak for everybody.
 */
export const saidUnder = (mark: string, article: Pick<Fixture, 'kind' | 'slug'>): Gated => ({
  owner: article.slug,
  sentinels: shown.map((said) => sentinelOf(mark, article, said)),
  texts: [],
})

/** The comments under one article. */
export type Said = { article: Fixture; ids: Record<Kind, string>; words: Record<Kind, string> }

/** Writes them all, picked, so that they stand wherever a comment can. Each quotes the article below its marker. */
export async function sayUnder(mark: string, articles: Fixture[]): Promise<Said[]> {
  return withOwner(async (owner) => {
    const reader = await speaker(owner)
    const all: Said[] = []
    for (const article of articles) {
      const ids = {
        comment: randomUUID(),
        answer: randomUUID(),
        held: randomUUID(),
        removed: randomUUID(),
      }
      const words = {
        comment: sentinelOf(mark, article, 'comment'),
        answer: sentinelOf(mark, article, 'answer'),
        held: sentinelOf(mark, article, 'held'),
        removed: sentinelOf(mark, article, 'removed'),
      }
      for (const kind of kinds)
        await owner`
          insert into comment (id, article_id, reader_id, parent_id, body, state, held_for, removed_by,
                               removed_why, picked_at)
          select ${ids[kind]}, a.id, ${reader}, ${kind === 'answer' ? ids.comment : null},
                 ${`“${article.below.texts[2] ?? ''}” ${words[kind]}`},
                 ${kind === 'held' || kind === 'removed' ? kind : 'visible'},
                 ${kind === 'held' ? 'staff' : null}, ${kind === 'removed' ? 'staff' : null},
                 ${kind === 'removed' ? 'A test' : null}, ${kind === 'comment' ? new Date() : null}
            from article a where a.slug = ${article.slug}`
      all.push({ article, ids, words })
    }
    await untilHeard(owner)
    return all
  })
}

/** A comment of this reader under an article; its id. */
export async function sayAs(reader: string, article: Fixture, words: string): Promise<string> {
  const id = randomUUID()
  await withOwner(async (owner) => {
    await owner`
      insert into comment_writer (reader_id, name, folded) values (${reader}, 'Wall Speaker', 'x')
        on conflict do nothing`
    await owner`
      insert into comment (id, article_id, reader_id, body, state, held_for)
      select ${id}, a.id, ${reader}, ${words}, 'held', 'staff' from article a where a.slug = ${article.slug}`
  })
  return id
}

/** Takes everything away that was said under these articles. */
export async function takeAllBack(articles: Fixture[]): Promise<void> {
  const slugs = articles.map(({ slug }) => slug)
  await withOwner(async (owner) => {
    for (const isAnswer of [true, false])
      await owner`
        delete from comment using article a
         where a.id = comment.article_id and a.slug = any(${slugs})
           and (comment.parent_id is not null) = ${isAnswer}`
    await untilHeard(owner)
  })
}

const count = z.tuple([z.object({ rows: z.number() })])

/** How much has been said, reported and changed under these articles: what nobody without access may add to. */
export async function standingUnder(articles: Fixture[]): Promise<string> {
  const slugs = articles.map(({ slug }) => slug)
  const rows = await withOwner(
    (owner) => owner`
      select count(*)::int as rows, count(r.*)::int as reports, md5(string_agg(c.body || c.state, ',' order by c.id))
        from comment c join article a on a.id = c.article_id
        left join comment_report r on r.comment_id = c.id
       where a.slug = any(${slugs})`,
  )
  count.parse([...rows])
  return JSON.stringify([...rows])
}

const one = z.tuple([z.object({ id: z.string() })])

async function speaker(owner: Sql): Promise<string> {
  const [{ id }] = one.parse([
    ...(await owner`
      insert into reader (email) values (${`wall.speaker.${randomUUID()}@example.org`}) returning id`),
  ])
  await owner`insert into comment_writer (reader_id, name, folded) values (${id}, 'Wall Speaker', 'x')`
  return id
}

const announced = z.tuple([z.object({ number: z.coerce.number().nullable() })])

/** What was changed by hand is told; this waits until every instance has heard it (lib/door/README.md). */
async function untilHeard(owner: Sql): Promise<void> {
  const [{ number }] = announced.parse([
    ...(await owner`select announce_change('lists') as number`),
  ])
  if (number !== null) await owner`select await_listeners(${number})`
}
