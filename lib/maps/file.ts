import type { PublicDatabase } from '#db/client.ts'
import { mapFile } from '#db/queries/region-maps.ts'
import { readMapName } from './address.ts'

/** The map at the end of an address, as SVG; null when there is none, or no longer. */
export async function readMapFile(db: PublicDatabase, file: string): Promise<string | null> {
  const name = readMapName(file)
  return name === null ? null : mapFile(db, name)
}
