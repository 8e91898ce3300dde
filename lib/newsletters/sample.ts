import type { PublicDatabase } from '#db/client.ts'
import { latestArticles } from '#db/queries/articles.ts'

/** What a letter looks like, by what is newest: shown before somebody signs up. */
export type Sample = {
  slug: string
  headline: string
  standfirst: string
  section: string | null
}[]

/** The newest articles, as a letter tells of them. */
export async function sampleLetter(db: PublicDatabase): Promise<Sample> {
  const lines = await latestArticles(db, { limit: 3, offset: 0 })
  return lines.map(({ slug, headline, standfirst, sectionName }) => ({
    slug,
    headline,
    standfirst,
    section: sectionName,
  }))
}
