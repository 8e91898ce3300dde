/**
 * The mails about a change that has no date at Stripe: it is told from what was held to what was read, so
 * it is known which pairs may have been those. docs/billing.md, "Mails".
 */
import { type Dispute, type Holding, periodEndOf, type Subscription } from './holdings.ts'
import { isoOf, isoOrNull, type Says, sayingOf } from './mails.ts'
import { paidUntil } from './oracle-access.ts'
import { costOf, isNews, oursIn, type Setting } from './oracle-standing.ts'

/** Of one subscription, what changed; `says` at the moment at which it was read. */
export type Change = { kind: 'paused' | 'resumed'; subscription: string; says: Says }

/** What is told when `before` was held and `after` is read. */
export function changesBetween(
  before: Holding,
  after: Holding,
  { product, discount }: Pick<Setting, 'discount' | 'product'>,
  now: number,
): Change[] {
  return oursIn(after, product).flatMap((subscription): Change[] => {
    const held = before.subscriptions.get(subscription.id)
    const { id: of, status } = subscription
    if (!held || (status !== 'active' && status !== 'trialing')) return []
    if (isVoid(subscription, now)) {
      if (isVoid(held, now) && resumption(held) === resumption(subscription)) return []
      const paid = paidUntil(subscription, [...after.invoices.values()])
      const details = [paid > now ? isoOf(paid) : null, isoOrNull(resumption(subscription))]
      return [{ kind: 'paused', subscription: of, says: sayingOf(after.email, details) }]
    }
    if (!stood(held) || stood(subscription)) return []
    const details = [isoOf(periodEndOf(subscription)), ...costOf(subscription, discount)]
    return [{ kind: 'resumed', subscription: of, says: sayingOf(after.email, details) }]
  })
}

/** Whether all of a holding's subscriptions can be told about: of one that does not run nothing is said, and it is held all the same. */
export function tells(holding: Holding, subscription: string): boolean {
  const status = holding.subscriptions.get(subscription)?.status
  return status === 'active' || status === 'trialing'
}

const resumption = ({ pause_collection }: Subscription) => pause_collection?.resumes_at ?? null

function isVoid({ pause_collection: pause }: Subscription, now: number): boolean {
  return pause?.behavior === 'void' && (pause.resumes_at === null || pause.resumes_at > now)
}

/** On the way out, or standing still. */
function stood({ status, pause_collection, cancel_at, cancel_at_period_end }: Subscription) {
  return (
    status === 'paused' ||
    pause_collection?.behavior === 'void' ||
    cancel_at !== null ||
    cancel_at_period_end
  )
}

/** What staff are told of a dispute, by its key without the member of staff; null: nothing yet. */
export function disputeNews(
  held: Dispute | undefined,
  dispute: Dispute,
  now: number,
): { key: string; state: string } | null {
  const state = stateOf(dispute)
  const changed = held !== undefined && stateOf(held) !== state
  if (!changed && !isNews(dispute.created, now)) return null
  return { key: `staff_dispute:${dispute.id}:${state}`, state }
}

export function sayingOfDispute(to: string, reader: string, dispute: Dispute): Says {
  const { reason, amount, currency } = dispute
  return sayingOf(to, [stateOf(dispute), reader, reason, amount, currency])
}

const stateOf = ({ status }: Dispute) => (status === 'won' || status === 'lost' ? status : 'opened')
