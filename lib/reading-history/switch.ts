import type { AppDatabase, AppQueryable } from '#db/client.ts'
import { lockLivingReader } from '#db/queries/account.ts'
import { beginHistory, endHistory } from '#db/queries/reading-history.ts'

/** Begins to note what a reader reads, from `now` on. Nobody's reading is noted who did not ask for it here. */
export async function turnHistoryOn(db: AppDatabase, readerId: string, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    // Of an account that is deleted meanwhile nothing begins.
    if (await lockLivingReader(tx, readerId)) await beginHistory(tx, readerId, now)
  })
}

/** Ends it, and forgets everything that was noted. What a door has counted and not handed over yet is noted nowhere. */
export async function turnHistoryOff(db: AppQueryable, readerId: string): Promise<void> {
  await endHistory(db, readerId)
}
