import type { DisputeFact, SubscriptionFact } from './facts.ts'
import type { Reason, Verdict } from './verdict.ts'

const DAY = 24 * 3_600_000

/** How long a paid period that ran out is honoured when no word of its renewal reached us: our outage, not theirs. */
export const RENEWAL_SLACK = 3 * DAY
/** How long an unpaid renewal is forgiven, whatever Stripe's own schedule of retries is. */
export const PAYMENT_GRACE = 14 * DAY
/** How long a first payment can be finished before Stripe lets it expire. */
const FIRST_PAYMENT = 23 * 3_600_000

const after = (moment: Date, milliseconds: number) => new Date(moment.getTime() + milliseconds)
const earliest = (a: Date, b: Date | null) => (b !== null && b < a ? b : a)

function granted(reason: Reason, until: Date | null, paidUntil: Date | null = until): Verdict {
  return { granted: true, reason, until, paidUntil }
}

function refused(reason: Reason, until: Date | null = null): Verdict {
  return { granted: false, reason, until, paidUntil: null }
}

/** Grants up to `until`, exclusive; from that moment on it refuses for the second reason. */
function grantedBefore(
  until: Date,
  now: Date,
  reasons: { before: Reason; from: Reason },
  paidUntil: Date = until,
): Verdict {
  return now < until ? granted(reasons.before, until, paidUntil) : refused(reasons.from)
}

/**
 * What one subscription gives, and why. Pure; the table is `billing.md` §2, each row a test.
 *
 * `now` is compared with the ends to the millisecond: access lasts until the end, exclusive.
 * A status or value this code does not know never gives new access and never takes away what was
 * last understood to be given.
 */
export function judgeSubscription(
  subscription: SubscriptionFact,
  disputes: DisputeFact[],
  now: Date,
): Verdict {
  const contested = disputes
    .filter((d) => d.subscriptionId === null || d.subscriptionId === subscription.id)
    .map((d) => judgeDispute(d.status))
  if (contested.includes('lost')) return refused('dispute_lost')
  if (contested.includes('open')) return refused('disputed')
  return judgePause(subscription, now) ?? judgeStatus(subscription, now)
}

function judgeDispute(status: string): 'open' | 'lost' | 'over' {
  switch (status) {
    case 'won':
    case 'prevented':
    // An early-warning inquiry has moved no money.
    case 'warning_needs_response':
    case 'warning_under_review':
    case 'warning_closed':
      return 'over'
    case 'lost':
      return 'lost'
    default:
      return 'open'
  }
}

function judgeStatus(subscription: SubscriptionFact, now: Date): Verdict {
  switch (subscription.status) {
    case 'active':
      return judgeActive(subscription, now)
    case 'trialing':
      return judgeTrial(subscription, now)
    case 'past_due':
      return judgePastDue(subscription, now)
    case 'incomplete':
      return refused('incomplete', finishedBy(subscription))
    case 'incomplete_expired':
      return refused('incomplete_expired')
    case 'unpaid':
      return refused('unpaid')
    case 'paused':
      return refused('paused')
    case 'canceled':
      return refused('canceled')
    default:
      return judgeUnknown(subscription, now)
  }
}

/** Until when Stripe waits for a first payment. */
function finishedBy({ periodStart }: SubscriptionFact): Date | null {
  return periodStart && after(periodStart, FIRST_PAYMENT)
}

/** When a scheduled cancellation takes effect, or null when none is scheduled. The portal sets one field, the API both. */
export function scheduledEnd(subscription: SubscriptionFact): Date | null {
  if (subscription.cancelAt) return subscription.cancelAt
  return subscription.cancelAtPeriodEnd ? subscription.periodEnd : null
}

function judgeActive(subscription: SubscriptionFact, now: Date): Verdict {
  const end = scheduledEnd(subscription)
  if (end) return grantedBefore(end, now, { before: 'active_ending', from: 'ended_as_scheduled' })
  // An object of an older API version has no period on its items: the status alone must do.
  if (!subscription.periodEnd) return granted('active', null)
  if (now < subscription.periodEnd)
    return granted('active', after(subscription.periodEnd, RENEWAL_SLACK), subscription.periodEnd)
  return grantedBefore(
    after(subscription.periodEnd, RENEWAL_SLACK),
    now,
    { before: 'renewal_awaited', from: 'renewal_missing' },
    subscription.periodEnd,
  )
}

function judgeTrial(subscription: SubscriptionFact, now: Date): Verdict {
  const end = subscription.trialEnd ?? subscription.periodEnd
  if (!end) return judgeUnknown(subscription, now)
  const cancel = scheduledEnd(subscription)
  const last = earliest(end, cancel)
  return grantedBefore(last, now, {
    before: cancel ? 'trial_ending' : 'trialing',
    from: 'trial_over',
  })
}

function judgePastDue(subscription: SubscriptionFact, now: Date): Verdict {
  // Stripe moves the period at the renewal it then cannot collect, so its start dates the debt.
  const since = subscription.unpaidSince ?? subscription.periodStart
  if (!since) return judgeUnknown(subscription, now)
  return grantedBefore(earliest(after(since, PAYMENT_GRACE), scheduledEnd(subscription)), now, {
    before: 'payment_failed',
    from: 'payment_overdue',
  })
}

/** What a pause of collection changes, or null when none is in force or the status decides all the same. */
function judgePause(subscription: SubscriptionFact, now: Date): Verdict | null {
  const { pause, status } = subscription
  if (!pause || (pause.resumesAt && now >= pause.resumesAt)) return null
  if (status !== 'active' && status !== 'trialing' && status !== 'past_due') return null
  switch (pause.behavior) {
    case 'void':
      return judgeVoid(subscription, pause.resumesAt, now)
    case 'keep_as_draft':
    case 'mark_uncollectible':
      return status === 'active' ? judgeWaived(subscription, pause.resumesAt, now) : null
    default:
      return judgeUnknown(subscription, now)
  }
}

/**
 * Invoices are void while it lasts, so there is nothing to read; but Stripe pauses the payments to come
 * and not the period that runs, and what was paid before is read to its end.
 */
function judgeVoid(
  subscription: SubscriptionFact,
  resumesAt: Date | null,
  now: Date,
): Verdict | null {
  const paid = subscription.coveredUntil
  const end = scheduledEnd(subscription)
  // Over before the paid period is, the pause takes nothing away; nor is it what ends it when that ends first.
  if (paid && ((resumesAt && resumesAt <= paid) || (end && end <= paid))) return null
  if (paid && now < paid) return granted('pause_scheduled', paid)
  return refused('collection_paused', resumesAt)
}

/** Collection is paused and the reader reads on: until it resumes, or a scheduled end comes first. */
function judgeWaived(subscription: SubscriptionFact, resumesAt: Date | null, now: Date): Verdict {
  const verdict = judgeActive(subscription, now)
  if (resumesAt && !scheduledEnd(subscription)) return granted('collection_waived', resumesAt)
  return verdict.granted ? { ...verdict, reason: 'collection_waived' } : verdict
}

function judgeUnknown(subscription: SubscriptionFact, now: Date): Verdict {
  return subscription.knownUntil
    ? grantedBefore(subscription.knownUntil, now, { before: 'unknown_kept', from: 'unknown' })
    : refused('unknown')
}
