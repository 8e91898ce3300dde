import type { AppDatabase } from '#db/client.ts'
import { addHistory, forgetOldHistory, type Opening } from '#db/queries/reading-history.ts'
import { DAY, later } from '#lib/clock.ts'

/** For how many days it is known that somebody read an article. */
export const KEPT_DAYS = 90

/** Notes what readers opened: of those who want it, whatever is handed over here. */
export async function keepHistory(db: AppDatabase, openings: Opening[]): Promise<void> {
  await addHistory(db, openings)
}

/** Forgets what was read longer ago than is kept. */
export async function forgetHistory(db: AppDatabase, now: Date): Promise<void> {
  await forgetOldHistory(db, later(now, -KEPT_DAYS * DAY))
}
