import type { AppDatabase } from '#db/client.ts'
import { countArticles, describeShelf } from '#db/queries/writing.ts'
import type { Shelf } from './card.ts'

/** Where somebody who writes is found elsewhere. */
export type AuthorLink = { name: string; address: string }

type Described = Shelf & { description: string }

/** What a publication files its articles under. Sections stand on the site in this order. */
export type Shelves = {
  sections: Described[]
  topics: Described[]
  regions: Described[]
  authors: (Described & { role?: string | undefined; links?: AuthorLink[] | undefined })[]
}

/** Names and describes sections, topics, regions and authors; those that are there are changed. */
export async function describeShelves(db: AppDatabase, shelves: Shelves): Promise<void> {
  await db.transaction(async (tx) => {
    for (const [position, one] of shelves.sections.entries())
      await describeShelf(tx, 'section', { ...one, position })
    for (const one of shelves.topics) await describeShelf(tx, 'topic', one)
    for (const one of shelves.regions) await describeShelf(tx, 'region', one)
    for (const { role = '', links = [], ...one } of shelves.authors)
      await describeShelf(tx, 'author', { ...one, role, links })
  })
}

/** Whether there is any article, published or not. */
export async function hasArticles(db: AppDatabase): Promise<boolean> {
  return (await countArticles(db)) > 0
}
