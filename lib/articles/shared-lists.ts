import type { PublicDatabase } from '#db/client.ts'
import { latestArticles } from '#db/queries/articles.ts'
import { keptReading, publicDatabase } from '#lib/runtime.ts'
import { type ArticleCard, toCard } from './card.ts'
import { type Directory, readDirectory } from './list.ts'

/** How many of the newest articles an article shows below itself. */
const BELOW = 6

/** What stands on many pages alike, whatever else they show. */
type SharedLists = {
  /** Every way into the archive. */
  directory: () => Promise<Directory>
  /** The newest articles: one more than an article shows below itself, for it may be among them. */
  newest: () => Promise<ArticleCard[]>
}

/** One for each copy of this file, since what keeps must be asked again by all who ask. */
let shared: SharedLists | undefined

/** The lists that stand on many pages, as the door keeps them, or, where no door does, as they are now. */
export function sharedLists(): SharedLists {
  return (shared ??= {
    directory: keptReading(async () => readDirectory(publicDatabase())),
    newest: keptReading(async () => readNewest(publicDatabase())),
  })
}

/** The newest articles, for the foot of an article. */
export async function readNewest(db: PublicDatabase): Promise<ArticleCard[]> {
  return (await latestArticles(db, { limit: BELOW + 1, offset: 0 })).map((line) => toCard(line))
}

/** Of the newest articles those that an article shows below itself, without itself. */
export function latestBelow(newest: ArticleCard[], slug: string): ArticleCard[] {
  return newest.filter((card) => card.slug !== slug).slice(0, BELOW)
}
