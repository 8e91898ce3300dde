import type { StaffRole } from './level.ts'

/**
 * One subscription to our product, as last read from Stripe. Strings that Stripe may extend stay
 * strings: the decision has an answer for the ones it does not know.
 */
export type SubscriptionFact = {
  id: string
  status: string
  periodStart: Date | null
  periodEnd: Date | null
  cancelAt: Date | null
  cancelAtPeriodEnd: boolean
  endedAt: Date | null
  trialEnd: Date | null
  pause: { behavior: string; resumesAt: Date | null } | null
  /** While its collection is paused: where the last period ends that was paid for. */
  coveredUntil: Date | null
  /** Since when an invoice of it is open and unpaid. */
  unpaidSince: Date | null
  /** Where access ended when we last understood its state. */
  knownUntil: Date | null
}

/** Access that was given: by staff, or by another reader as a gift. */
export type GrantFact = {
  id: string
  kind: 'staff' | 'gift'
  giver: string
  startsAt: Date
  endsAt: Date
  revokedAt: Date | null
}

/** One article, given away by a subscriber to whoever holds the link. */
export type GiftLinkFact = { id: string; endsAt: Date; revokedAt: Date | null }

/** A payment that the card's owner contests. Without a subscription it concerns all of them. */
export type DisputeFact = { id: string; status: string; subscriptionId: string | null }

/** Everything that bears on what one person may read. `null` in its place means: not signed in. */
export type ReaderFacts = {
  staffRole: StaffRole | null
  subscriptions: SubscriptionFact[]
  grants: GrantFact[]
  disputes: DisputeFact[]
}
