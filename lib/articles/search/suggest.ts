/** What somebody may have meant: other spellings, headlines that are nearly that, and sections, topics, regions and authors of the name. */
import type { PublicDatabase } from '#db/client.ts'
import { articlesById } from '#db/queries/articles.ts'
import { isFound, nearHeadlines, nearShelves, type NamedShelf } from '#db/queries/search.ts'
import { type ArticleCard, toCard } from '../card.ts'
import { nearestWord } from './nearest-word.ts'

/** So many of each are named. */
const SHOWN = 4

/** Shorter words are near to too many others. */
const SHORTEST = 4

/** What is suggested to somebody who found nothing. `instead` finds something. */
export type Suggestions = { instead: string | null; articles: ArticleCard[] }

/** Suggests from headlines, which everybody may see. */
export async function suggestInstead(db: PublicDatabase, typed: string): Promise<Suggestions> {
  const near = await nearHeadlines(db, typed, SHOWN)
  const [lines, shelves] = await Promise.all([
    articlesById(
      db,
      near.map(({ id }) => id),
    ),
    nearShelves(db, typed, SHOWN),
  ])
  const known = [...near.map(({ headline }) => headline), ...shelves.map(({ name }) => name)]
    .flatMap((text) => text.match(/\p{L}+/gu) ?? [])
    .filter((word) => word.length >= SHORTEST)
  const instead = typed.replaceAll(/\p{L}+/gu, (word) =>
    word.length < SHORTEST ? word : (nearestWord(word, known) ?? word),
  )
  const isOther = instead.toLowerCase() !== typed.toLowerCase()
  return {
    instead: isOther && (await isFound(db, instead)) ? instead : null,
    articles: lines.map((line) => toCard(line)),
  }
}

/** Sections, topics, regions and authors that are called like what was typed. */
export async function shelvesCalled(db: PublicDatabase, typed: string): Promise<NamedShelf[]> {
  return nearShelves(db, typed, SHOWN)
}
