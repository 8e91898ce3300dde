/** An article of the demo to measure with, and words by which one sees how much of it came. */
import type { Sql } from 'postgres'

/** An article for subscribers. */
export type Sample = {
  path: string
  /** Words that stand above its marker, and words that stand below it only. */
  preview: string
  gated: string
}

/** Letters and single spaces are the same in a text and in a page made from it. */
const PLAIN = /[A-Za-z]+(?: [A-Za-z]+){4,}/

/** Of those that a person wrote, the article for subscribers with the longest gated part, or the `position`-th of them. */
export async function sampleArticle(sql: Sql, position = 0): Promise<Sample> {
  const [row] = await sql`
    select a.slug, a.preview_text, g.text from article_gated g join article a on a.id = g.article_id
     where a.access_level = 'subscriber' and a.status = 'published' and a.slug !~ '^grown-'
     order by length(g.text) desc, a.slug offset ${position} limit 1`
  const preview = PLAIN.exec(String(row?.preview_text))?.[0]
  const gated = PLAIN.exec(String(row?.text))?.[0]
  if (!row || !preview || !gated) throw new Error('There is no article with a gated part.')
  return { path: `/articles/${String(row.slug)}`, preview, gated }
}
