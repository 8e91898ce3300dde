import type { PublicDatabase } from '#db/client.ts'
import { cardFile } from '#db/queries/share-cards.ts'

/** The card of this name, as a PNG, and the articles that it is of; null when nothing that is public has it. */
export async function readCardFile(db: PublicDatabase, name: string) {
  return cardFile(db, name)
}
