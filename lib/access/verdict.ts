/** Why access is granted or refused. `explain.ts` has the sentence for each. */
export type Reason =
  // granted
  | 'free_article'
  | 'signed_in'
  | 'subscriber_class'
  | 'trialing'
  | 'trial_ending'
  | 'active'
  | 'active_ending'
  | 'renewal_awaited'
  | 'payment_failed'
  | 'collection_waived'
  | 'pause_scheduled'
  | 'unknown_kept'
  | 'staff_grant'
  | 'gift'
  | 'given'
  | 'staff'
  // refused
  | 'not_signed_in'
  | 'no_subscription'
  | 'incomplete'
  | 'incomplete_expired'
  | 'ended_as_scheduled'
  | 'renewal_missing'
  | 'trial_over'
  | 'payment_overdue'
  | 'unpaid'
  | 'paused'
  | 'collection_paused'
  | 'canceled'
  | 'disputed'
  | 'dispute_lost'
  | 'grant_over'
  | 'given_over'
  | 'given_revoked'
  | 'giver_lapsed'
  | 'unknown'

/**
 * What one source of access says. `until` is the end of the grant, exclusive (of a refusal: when it
 * ends by itself, if that is known); `paidUntil` the date to tell people, before any slack of ours.
 */
export type Verdict = {
  granted: boolean
  reason: Reason
  until: Date | null
  paidUntil: Date | null
}

/** Through what a person has access, or would have. */
export type Via =
  | { kind: 'level' }
  | { kind: 'staff' }
  | { kind: 'subscription'; id: string }
  | { kind: 'grant'; id: string; giver: string }
  | { kind: 'gift_link'; id: string }

/** The answer to "may this person read it, why, until when, and through what". */
export type AccessDecision = Verdict & { via: Via | null }
