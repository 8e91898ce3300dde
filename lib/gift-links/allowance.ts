import type { AppQueryable } from '#db/client.ts'
import { giftLinksOfMonth } from '#db/queries/gift-links.ts'
import { publication } from '#lib/publication.ts'

/** How many articles a subscriber may give away in a calendar month of the publication's zone. */
export const PER_MONTH = 10

/** For how many days a link is open. */
export const DAYS_OPEN = 14

/** How many are left this month, and from when there are as many again as there ever are. */
export type Allowance = { left: number; renewsAt: Date }

/** What is left to a giver at `now`. A link that was taken back counts: it may have been read. */
export async function allowanceOf(
  db: AppQueryable,
  giverId: string,
  now: Date,
): Promise<Allowance> {
  const { used, nextAt } = await giftLinksOfMonth(db, giverId, now, publication.timeZone)
  return { left: Math.max(0, PER_MONTH - used), renewsAt: nextAt }
}
