import type { AppDatabase } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { type ReaderSync, syncReader } from './reader.ts'

type Actor = { id: string | null; label: string }

/**
 * Reads a reader's customer anew because somebody of the staff, or at the terminal, asked for it.
 * An audit entry says who asked and what came of it.
 */
export async function syncReaderForStaff(
  db: AppDatabase,
  actor: Actor,
  readerId: string,
  setting: Parameters<typeof syncReader>[2],
): Promise<ReaderSync> {
  const outcome = await syncReader(db, readerId, setting)
  await addAuditEntry(db, {
    actorId: actor.id,
    actor: actor.label,
    action: 'Synced with Stripe',
    subjectId: readerId,
    detail: { outcome: outcome.kind },
  })
  return outcome
}
