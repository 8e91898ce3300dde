import type { DisputeFact, GrantFact, ReaderFacts, SubscriptionFact } from '../facts.ts'

/** The moment at which the tests of the access decision ask. */
export const now = new Date('2027-03-12T09:30:00.000Z')

const DAY = 24 * 3_600_000

/** `days` from the tests' now; negative is before it. */
export const inDays = (days: number) => new Date(now.getTime() + days * DAY)

/** An active subscription in the middle of its month, with `changes`. */
export function subscription(changes: Partial<SubscriptionFact> = {}): SubscriptionFact {
  return {
    id: 'sub_1',
    status: 'active',
    periodStart: inDays(-15),
    periodEnd: inDays(15),
    cancelAt: null,
    cancelAtPeriodEnd: false,
    endedAt: null,
    trialEnd: null,
    pause: null,
    coveredUntil: null,
    unpaidSince: null,
    knownUntil: null,
    ...changes,
  }
}

/** A grant by staff for the month around the tests' now, with `changes`. */
export function grant(changes: Partial<GrantFact> = {}): GrantFact {
  return {
    id: 'grant_1',
    kind: 'staff',
    giver: 'the desk',
    startsAt: inDays(-15),
    endsAt: inDays(15),
    revokedAt: null,
    ...changes,
  }
}

/** A dispute of an unnamed payment, open, with `changes`. */
export function dispute(changes: Partial<DisputeFact> = {}): DisputeFact {
  return { id: 'du_1', status: 'needs_response', subscriptionId: null, ...changes }
}

/** A signed-in reader of whom nothing else is known, with `changes`. */
export function reader(changes: Partial<ReaderFacts> = {}): ReaderFacts {
  return { staffRole: null, subscriptions: [], grants: [], disputes: [], ...changes }
}
