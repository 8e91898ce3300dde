import { decideAccess } from './decide.ts'
import type { GiftLinkFact, ReaderFacts } from './facts.ts'
import type { AccessLevel } from './level.ts'
import type { AccessDecision, Reason } from './verdict.ts'

/**
 * What somebody has bought themselves, and nothing that was given to them or that they have by working here: that alone
 * can be handed on. Pure.
 */
export function decideGiving(giver: ReaderFacts | null, now: Date): AccessDecision {
  return decideAccess('subscriber', giver && { ...giver, staffRole: null, grants: [] }, now)
}

/**
 * Decides about one article for whoever holds a gift link to it, whoever they are. The link is only as good as what its
 * giver has at this moment: nothing of it is stored, so a subscription that ends takes its links along. Pure.
 */
export function decideGiven(
  level: AccessLevel,
  link: GiftLinkFact,
  giver: ReaderFacts | null,
  now: Date,
): AccessDecision {
  if (level === 'free') return decideAccess(level, null, now)
  if (link.revokedAt !== null && link.revokedAt <= now) return refused('given_revoked')
  if (now >= link.endsAt) return refused('given_over')
  const own = decideGiving(giver, now)
  if (!own.granted) return refused('giver_lapsed')
  const until = own.until !== null && own.until < link.endsAt ? own.until : link.endsAt
  const via = { kind: 'gift_link', id: link.id } as const
  return { granted: true, reason: 'given', until, paidUntil: link.endsAt, via }
}

function refused(reason: Reason): AccessDecision {
  return { granted: false, reason, until: null, paidUntil: null, via: null }
}
