import type { AppDatabase } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { markSettledByHand, withdrawalsByHand } from '#db/queries/withdrawals.ts'

/** As many as a page shows. The others come up when these are done. */
const SHOWN = 100

/** A withdrawal that a person has to look at: what was stated, and whose it is where that is known. */
export type OpenWithdrawal = {
  id: string
  name: string
  email: string
  reference: string | null
  readerId: string | null
  statedAt: Date
}

/** The withdrawals that wait for somebody of the staff, the longest waiting first. */
export async function openWithdrawals(db: AppDatabase): Promise<OpenWithdrawal[]> {
  const rows = await withdrawalsByHand(db, SHOWN)
  return rows.map(({ id, name, email, reference, readerId, statedAt }) => ({
    id,
    name,
    email,
    reference,
    readerId,
    statedAt,
  }))
}

/**
 * Notes who settled a withdrawal, and when; the money was given back before, or there was none to give.
 * Audited. Says whether there was anything to settle: a second click finds nothing.
 */
export async function settleWithdrawalByHand(
  db: AppDatabase,
  actor: { id: string | null; label: string },
  id: string,
  now: Date,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const settled = await markSettledByHand(tx, id, actor.label, now)
    if (settled === null) return false
    await addAuditEntry(tx, {
      actorId: actor.id,
      actor: actor.label,
      action: 'Settled a withdrawal by hand',
      ...(settled.readerId ? { subjectId: settled.readerId } : {}),
      detail: { withdrawal: id },
    })
    return true
  })
}
