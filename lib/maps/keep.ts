import { createHash } from 'node:crypto'
import type { AppDatabase } from '#db/client.ts'
import {
  deleteRegionMap,
  regionsWithAreas,
  writeArea,
  writeRegionMap,
} from '#db/queries/region-maps.ts'
import { type Area, areaSchema } from './area.ts'
import { drawLocatorMap } from './draw.ts'
import { readWorld } from './world.ts'

/** Says where regions are, by their slugs; returns the slugs that no region has. Maps are drawn by `drawRegionMaps`. */
export async function stateAreas(
  db: AppDatabase,
  areas: { slug: string; area: Area | null }[],
): Promise<string[]> {
  return db.transaction(async (tx) => {
    const unknown = []
    for (const { slug, area } of areas) if (!(await writeArea(tx, slug, area))) unknown.push(slug)
    return unknown
  })
}

/** What became of the map of one region. */
export type Drawn = { slug: string; name: string; map: { hash: string; bytes: number } | null }

/**
 * Draws the map of each region anew, and keeps it: one that comes out as it was changes nothing. A region of which
 * nobody said where it is has none.
 */
export async function drawRegionMaps(db: AppDatabase): Promise<Drawn[]> {
  const regions = await regionsWithAreas(db)
  if (regions.length === 0) return []
  const world = readWorld()
  const drawn: Drawn[] = []
  for (const { id: regionId, slug, name, area } of regions) {
    if (area === null) {
      await deleteRegionMap(db, regionId)
      drawn.push({ slug, name, map: null })
      continue
    }
    const map = drawLocatorMap(world, { name, area: areaSchema.parse(area) })
    const hash = createHash('sha256').update(map.svg).digest('hex').slice(0, 32)
    await writeRegionMap(db, { regionId, hash, ...map })
    drawn.push({ slug, name, map: { hash, bytes: map.svg.length } })
  }
  return drawn
}
