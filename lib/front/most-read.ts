import type { AppDatabase } from '#db/client.ts'
import { addReads, forgetReads, rankReads, replaceMostRead } from '#db/queries/reads.ts'
import { DAY, later } from '#lib/clock.ts'

/** Few reads say nothing of many readers, and much of one. */
const LEAST_READS = 5

/** So many articles are listed; of fewer than `least` there is no list. */
const LENGTH = { most: 10, least: 3 }

/** Over so many days, the first that have enough. */
const SPANS = [1, 7]

/** Hours are kept for so many days, and nothing else is. */
const KEPT_DAYS = 8

/** Keeps what an instance has counted; several add up. */
export async function keepReads(
  db: AppDatabase,
  reads: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  await addReads(db, reads, now)
}

/** Makes the list of what is read most anew: of a day, or of a week where a day says too little, or none. */
export async function refreshMostRead(db: AppDatabase, now: Date): Promise<void> {
  await forgetReads(db, later(now, -KEPT_DAYS * DAY))
  let list: string[] = []
  for (const days of SPANS) {
    const since = later(now, -days * DAY)
    if (list.length < LENGTH.least)
      list = await rankReads(db, { since, least: LEAST_READS, limit: LENGTH.most })
  }
  await replaceMostRead(db, list.length < LENGTH.least ? [] : list)
}
