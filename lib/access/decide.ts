import type { GrantFact, ReaderFacts } from './facts.ts'
import type { AccessLevel, ReaderClass } from './level.ts'
import { judgeSubscription } from './subscription.ts'
import type { AccessDecision, Reason, Verdict } from './verdict.ts'

/**
 * Decides whether a person may read the whole of an article of this level, and says why, until
 * when and through what. Everything that grants access calls this: pages and their cache through
 * `readerClassOf`, mails, the account, the reader desk, the terminal.
 *
 * Pure. `facts` is null for somebody who is not signed in. Of several sources of access the one
 * that lasts longest is given; of several refusals the one that explains most.
 */
export function decideAccess(
  level: AccessLevel,
  facts: ReaderFacts | null,
  now: Date,
): AccessDecision {
  if (level === 'free') return always('free_article')
  if (facts === null) return never('not_signed_in')
  if (level === 'registered') return always('signed_in')
  if (level === 'subscriber') return decideSubscriberAccess(facts, now)
  return never('unknown')
}

/**
 * The same decision for a page that is kept for a whole class of readers and so may not know which
 * of them is asking. Agrees with `decideAccess` for every reader of the class (a property test).
 */
export function decideForClass(level: AccessLevel, readerClass: ReaderClass): AccessDecision {
  if (level === 'free') return always('free_article')
  if (readerClass === 'anonymous') return never('not_signed_in')
  if (level === 'registered') return always('signed_in')
  if (level === 'subscriber' && readerClass === 'subscriber') return always('subscriber_class')
  return never(level === 'subscriber' ? 'no_subscription' : 'unknown')
}

/** The class under which pages are rendered and kept for this person at this moment. */
export function readerClassOf(facts: ReaderFacts | null, now: Date): ReaderClass {
  if (facts === null) return 'anonymous'
  return decideAccess('subscriber', facts, now).granted ? 'subscriber' : 'registered'
}

function decideSubscriberAccess(facts: ReaderFacts, now: Date): AccessDecision {
  if (facts.staffRole !== null)
    return { granted: true, reason: 'staff', until: null, paidUntil: null, via: { kind: 'staff' } }
  const decisions: AccessDecision[] = [
    ...facts.subscriptions.map((subscription) => ({
      ...judgeSubscription(subscription, facts.disputes, now),
      via: { kind: 'subscription', id: subscription.id } as const,
    })),
    ...facts.grants.map((grant) => ({
      ...judgeGrant(grant, now),
      via: { kind: 'grant', id: grant.id, giver: grant.giver } as const,
    })),
  ]
  return decisions.toSorted(byWorth)[0] ?? never('no_subscription')
}

function judgeGrant(grant: GrantFact, now: Date): Verdict {
  const { startsAt, endsAt, revokedAt } = grant
  const until = revokedAt && revokedAt < endsAt ? revokedAt : endsAt
  if (now < startsAt) return verdict(false, 'no_subscription', null)
  if (now >= until) return verdict(false, 'grant_over', null)
  return verdict(true, grant.kind === 'gift' ? 'gift' : 'staff_grant', until)
}

function verdict(granted: boolean, reason: Reason, until: Date | null): Verdict {
  return { granted, reason, until, paidUntil: granted ? until : null }
}

/** Refusals from the most to the least telling: what the person can do something about comes first. */
const tellingOrder: Reason[] = [
  'disputed',
  'payment_overdue',
  'unpaid',
  'collection_paused',
  'paused',
  'incomplete',
  'renewal_missing',
  'unknown',
  'dispute_lost',
  'ended_as_scheduled',
  'trial_over',
  'canceled',
  'grant_over',
  'incomplete_expired',
]

/** Grants before refusals, the longest first (no known end lasts longest); refusals by what they tell. */
function byWorth(a: AccessDecision, b: AccessDecision): number {
  if (a.granted !== b.granted) return a.granted ? -1 : 1
  if (a.granted) return end(b) - end(a)
  return rank(a.reason) - rank(b.reason)
}

const end = (decision: AccessDecision) => decision.until?.getTime() ?? Number.MAX_SAFE_INTEGER

function rank(reason: Reason): number {
  const place = tellingOrder.indexOf(reason)
  return place === -1 ? tellingOrder.length : place
}

function always(reason: Reason): AccessDecision {
  return { granted: true, reason, until: null, paidUntil: null, via: { kind: 'level' } }
}

function never(reason: Reason): AccessDecision {
  return { granted: false, reason, until: null, paidUntil: null, via: null }
}
