import type { AppDatabase } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { type Limit, takeTurn } from '#lib/limits.ts'

/** Who looks: a member of staff, or the operator at the terminal. */
export type Actor = { id: string | null; label: string }

/** Whoever copies the list of readers goes through them one after the other, which nobody who helps people does. */
export type Limited = { kind: 'limited'; retryAfterSeconds: number }

/** The refusal, if this member of staff has no turn left; that is an audit entry, the first time. The operator has no limit. */
export async function staffTurn(
  db: AppDatabase,
  limit: Limit,
  actor: Actor,
): Promise<Limited | null> {
  if (actor.id === null) return null
  const turn = await takeTurn(db, limit, actor.id)
  if (turn.kind === 'allowed') return null
  if (turn.first)
    await addAuditEntry(db, {
      actorId: actor.id,
      actor: actor.label,
      action: 'Was refused to look readers up',
      detail: { limit: limit.name, most: limit.points, seconds: limit.seconds },
    })
  return { kind: 'limited', retryAfterSeconds: turn.retryAfterSeconds }
}
