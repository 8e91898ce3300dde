import type { NewInvoice, NewSubscription } from '#db/queries/billing.ts'
import type { SubscriptionFact } from '#lib/access/facts.ts'
import { judgeSubscription } from '#lib/access/subscription.ts'
import { log } from '#lib/log.ts'
import { coveredUntil, type SubscriptionAsSent, unpaidSince } from './mapping.ts'

type Known = {
  invoices: NewInvoice[]
  /** Where access was last known to end. */
  knownUntil: Date | null
  /** Whether Stripe described it in an older version of its API. */
  older: boolean
  now: Date
}

/**
 * Adds what a subscription does not say itself: since when it owes, where access was last known to
 * end, and whether staff should look at it. A state we do not know keeps the end that was known.
 */
export function withHistory(row: SubscriptionAsSent, known: Known): NewSubscription {
  const { invoices, knownUntil, older, now } = known
  const complete = { ...row, unpaidSince: unpaidSince(row.id, invoices), knownUntil }
  const verdict = judgeSubscription(toFact(complete, coveredUntil(row.id, invoices)), [], now)
  if (verdict.reason === 'unknown' || verdict.reason === 'unknown_kept') {
    log().error(
      { subscription: row.id, status: row.status },
      'Stripe reports a state we do not know',
    )
    return { ...complete, oddity: 'unknown_state' }
  }
  return {
    ...complete,
    oddity: older ? 'older_version' : null,
    knownUntil: verdict.granted ? verdict.until : null,
  }
}

function toFact(row: Omit<NewSubscription, 'oddity'>, covered: Date | null): SubscriptionFact {
  return {
    id: row.id,
    status: row.status,
    periodStart: row.periodStart ?? null,
    periodEnd: row.periodEnd ?? null,
    cancelAt: row.cancelAt ?? null,
    cancelAtPeriodEnd: row.cancelAtPeriodEnd,
    endedAt: row.endedAt ?? null,
    trialEnd: row.trialEnd ?? null,
    pause: row.pauseBehavior
      ? { behavior: row.pauseBehavior, resumesAt: row.pauseResumesAt ?? null }
      : null,
    coveredUntil: covered,
    unpaidSince: row.unpaidSince ?? null,
    knownUntil: row.knownUntil ?? null,
  }
}
