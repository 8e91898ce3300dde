import type { AppDatabase } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import { giftLinkById } from '#db/queries/gift-links.ts'
import { decideGiven } from '#lib/access/decide-given.ts'
import type { PictureUse } from '#lib/pictures/access.ts'
import { readPasses } from './pass.ts'

/**
 * Whether a picture stands in an article that whoever sends these cookies was given, as it is decided at this moment. Nobody is looked up for who
 * brings no pass.
 */
export async function isGivenPicture(
  db: AppDatabase,
  uses: readonly PictureUse[],
  cookies: { header: string | undefined; siteUrl: URL },
  now: Date,
): Promise<boolean> {
  for (const id of readPasses(cookies.header, cookies.siteUrl, now)) {
    const link = await giftLinkById(db, id)
    const use = link && uses.find(({ slug }) => slug === link.slug)
    if (!use) continue
    const giver = await accessRowsOfReader(db, link.giverId)
    if (decideGiven(use.accessLevel, link, giver, now).granted) return true
  }
  return false
}
