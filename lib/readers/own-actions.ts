import type { Reason } from '#lib/access/verdict.ts'

/** What a reader can do about their subscription, on a page of ours. */
export type OwnAction =
  | 'subscribe'
  /** Pay what is open: the first payment, or one that failed. */
  | 'pay'
  /** Take back a scheduled end or a pause, or end a pause now. */
  | 'resume'
  | 'change_plan'
  | 'change_card'
  | 'pause'
  | 'cancel'
  | 'write'

/** Reasons that come from no subscription; the rest are of one. */
type OfNoSubscription =
  | 'free_article'
  | 'signed_in'
  | 'subscriber_class'
  | 'staff'
  | 'staff_grant'
  | 'gift'
  | 'grant_over'
  | 'given'
  | 'given_over'
  | 'given_revoked'
  | 'giver_lapsed'
  | 'not_signed_in'
  | 'no_subscription'

/** What fits each state of a subscription, the most useful first. */
const actions: Record<Exclude<Reason, OfNoSubscription>, readonly OwnAction[]> = {
  trialing: ['change_plan', 'change_card', 'cancel'],
  trial_ending: ['resume', 'change_card'],
  trial_over: ['change_card', 'cancel'],
  active: ['change_plan', 'change_card', 'pause', 'cancel'],
  active_ending: ['resume', 'change_card'],
  ended_as_scheduled: ['subscribe'],
  renewal_awaited: ['change_card', 'cancel'],
  renewal_missing: ['write', 'change_card', 'cancel'],
  payment_failed: ['pay', 'change_card', 'cancel'],
  payment_overdue: ['pay', 'change_card', 'cancel'],
  unpaid: ['pay', 'change_card', 'cancel'],
  incomplete: ['pay', 'cancel'],
  incomplete_expired: ['subscribe'],
  paused: ['resume', 'change_card', 'cancel'],
  pause_scheduled: ['resume', 'change_card', 'cancel'],
  collection_paused: ['resume', 'change_card', 'cancel'],
  collection_waived: ['change_card', 'cancel'],
  canceled: ['subscribe'],
  disputed: ['write', 'cancel'],
  dispute_lost: ['write', 'cancel'],
  unknown_kept: ['write', 'change_card', 'cancel'],
  unknown: ['write', 'change_card', 'cancel'],
}

/**
 * What fits the state of the subscription a reader has, or what fits having none. A subscription
 * that is over has nothing to cancel; a pause is offered where there is a month to come.
 */
export function actionsFor(
  reason: Reason,
  subscription: { over: boolean; monthly: boolean },
): readonly OwnAction[] {
  if (reason === 'staff') return []
  if (!isOfSubscription(reason)) return ['subscribe']
  return actions[reason].filter(
    (action) =>
      (action !== 'cancel' || !subscription.over) && (action !== 'pause' || subscription.monthly),
  )
}

function isOfSubscription(reason: Reason): reason is keyof typeof actions {
  return reason in actions
}
