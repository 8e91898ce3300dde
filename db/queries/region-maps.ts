/** Where regions are, and the maps of them. */
import { eq } from 'drizzle-orm'
import type { AppQueryable, PublicDatabase } from '../client.ts'
import { region, regionMap } from '../schema/articles.ts'

export type RegionArea = NonNullable<typeof region.$inferSelect.area>

/** The file of a map by its name, or null. */
export async function mapFile(db: PublicDatabase, hash: string): Promise<string | null> {
  const [found] = await db
    .select({ svg: regionMap.svg })
    .from(regionMap)
    .where(eq(regionMap.hash, hash))
    .limit(1)
  return found?.svg ?? null
}

/** The regions, with their areas where these are known. */
export async function regionsWithAreas(db: AppQueryable) {
  return db
    .select({ id: region.id, slug: region.slug, name: region.name, area: region.area })
    .from(region)
    .orderBy(region.slug)
}

/** Says where a region is, or that nobody knows; false when there is no region of this slug. */
export async function writeArea(
  db: AppQueryable,
  slug: string,
  area: RegionArea | null,
): Promise<boolean> {
  const rows = await db
    .update(region)
    .set({ area })
    .where(eq(region.slug, slug))
    .returning({ id: region.id })
  return rows.length > 0
}

/** Keeps the map of a region in the place of the one before. */
export async function writeRegionMap(
  db: AppQueryable,
  { regionId, ...map }: typeof regionMap.$inferInsert,
): Promise<void> {
  await db
    .insert(regionMap)
    .values({ regionId, ...map })
    .onConflictDoUpdate({ target: regionMap.regionId, set: map })
}

/** Takes the map of a region away. */
export async function deleteRegionMap(db: AppQueryable, regionId: string): Promise<void> {
  await db.delete(regionMap).where(eq(regionMap.regionId, regionId))
}
