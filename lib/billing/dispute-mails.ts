import type { DisputeRow } from '#db/queries/billing.ts'
import type { QueuedMessage } from '#lib/mail/queue.ts'

const DAY = 24 * 3_600_000
/** A dispute opened earlier than this is history when it is first read: it brings no mail. */
const NEWS = 3 * DAY

type Person = { readerId: string; email: string }

/**
 * What staff are told about the disputes of a reader: that one was opened, and how the bank decided,
 * each once for each of them. A decision is told only of a dispute whose opening was told or could
 * have been, and only when it is new: `knownBefore` has the status of those we held already, so that
 * who joins the staff is not told what was decided long ago. Pure.
 */
export function planDisputeMails(
  disputes: DisputeRow[],
  reader: Person,
  staff: Person[],
  { knownBefore, now }: { knownBefore: Map<string, string>; now: Date },
): QueuedMessage[] {
  return disputes.flatMap((dispute) => {
    const state = stateOf(dispute.status)
    const isNews = now.getTime() - dispute.createdAt.getTime() < NEWS
    const held = knownBefore.get(dispute.id)
    const changed = held !== undefined && stateOf(held) !== state
    if (state === null || !(isNews || changed)) return []
    return staff.map((one) => ({
      to: one.email,
      readerId: one.readerId,
      onceKey: `staff_dispute:${dispute.id}:${state}:${one.readerId}`,
      message: {
        kind: 'staff_dispute',
        state,
        reader: reader.email,
        readerId: reader.readerId,
        reason: dispute.reason,
        evidenceDueAt: dispute.evidenceDueAt?.toISOString() ?? null,
        amount: dispute.amount,
        currency: dispute.currency,
      },
    }))
  })
}

/** An inquiry has moved no money, and what we do not know is not said. */
function stateOf(status: string): 'opened' | 'won' | 'lost' | null {
  switch (status) {
    case 'needs_response':
    case 'under_review':
      return 'opened'
    case 'won':
    case 'lost':
      return status
    default:
      return null
  }
}
