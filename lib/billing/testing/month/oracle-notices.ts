/** The mails that time alone brings: docs/billing.md, "Mails". */
import {
  type Card,
  type Holding,
  subscriptionOf,
  type Subscription,
  wishedEndOf,
} from './holdings.ts'
import { isoOf, sayingOf } from './mails.ts'
import type { Given } from './month.ts'
import { costOf, oursIn, type Reason, type Setting } from './oracle-standing.ts'

const DAY = 86_400
const WEEK = 7 * DAY

/** What is due at a moment by the time that one customer's things have come to. */
export function* noticeReasons(
  holding: Holding,
  now: number,
  setting: Setting & { card: (method: string) => Card | null },
): Iterable<Reason> {
  const method = methodOf(holding)
  for (const subscription of oursIn(holding, setting.product)) {
    if (subscription.status === 'trialing')
      yield* trialEnding(holding, subscription, now, { ...setting, method })
    if (subscription.status === 'past_due') yield* reminder(holding, subscription, now, setting)
    const pays = ['active', 'trialing', 'past_due'].includes(subscription.status)
    const card = method === null ? null : setting.card(method)
    if (card !== null && pays && wishedEndOf(subscription) === null)
      yield* cardExpiring(holding, card, now)
  }
}

/** The card that the next payment is taken from: a subscription's own, the newest first, else the customer's. */
function methodOf({ subscriptions, defaultMethod }: Holding): string | null {
  const running = [...subscriptions.values()]
    .toReversed()
    .find((one) => one.ended_at === null && one.default_payment_method !== null)
  return running?.default_payment_method ?? defaultMethod
}

function* trialEnding(
  { email }: Holding,
  subscription: Subscription,
  now: number,
  { method, discount }: Setting & { method: string | null },
): Iterable<Reason> {
  const { id, trial_end: end, created, items } = subscription
  if (end === null || wishedEndOf(subscription) !== null) return
  const left = end - now
  if (left < 0 || left > Math.min(WEEK, (end - created) / 2)) return
  const interval = items.data[0]?.price.recurring?.interval ?? 'month'
  const details = [isoOf(end), interval, method !== null, ...costOf(subscription, discount)]
  yield [`trial_ending:${id}:${isoOf(end)}`, sayingOf(email, details)]
}

/** On the fifth day and on the eleventh, of the oldest that is open, while one may read. */
function* reminder(
  holding: Holding,
  { id, currency }: Subscription,
  now: number,
  { toldEnd }: Setting,
): Iterable<Reason> {
  const madeAt = ({ status_transitions, created }: (typeof owed)[number]) =>
    status_transitions.finalized_at ?? created
  const owed = [...holding.invoices.values()].filter(
    (one) =>
      subscriptionOf(one) === id &&
      one.status === 'open' &&
      one.attempt_count > 0 &&
      one.amount_remaining > 0,
  )
  const [oldest] = owed.toSorted((a, b) => madeAt(a) - madeAt(b))
  const until = toldEnd(holding, now)
  if (!oldest || until === null || now - madeAt(oldest) < 5 * DAY) return
  const which = now - madeAt(oldest) < 11 * DAY ? 'second' : 'last'
  const details = [which, isoOf(until), oldest.amount_remaining, currency]
  yield [`payment_reminder:${oldest.id}:${which}`, sayingOf(holding.email, details)]
}

/** Within thirty days of the end of the month that stands on it, wherever that ends last. */
function* cardExpiring(
  { customer, email }: Holding,
  { brand, last4, exp_month: month, exp_year: year }: Card,
  now: number,
): Iterable<Reason> {
  const left = Date.UTC(year, month, 1, 12) / 1000 - now
  if (left < 0 || left > 30 * DAY) return
  const key = `card_expiring:${customer}:${last4}:${year}-${String(month).padStart(2, '0')}`
  yield [key, sayingOf(email, [brand, last4, month, year])]
}

/** Of access that was given: within seven days of its end, or when half of a shorter time is over. */
export function* givenReasons(
  { id, email, startsAt, endsAt }: Given,
  now: number,
  readsOn: boolean,
): Iterable<Reason> {
  const [start, end] = [startsAt.getTime() / 1000, endsAt.getTime() / 1000]
  if (now < start || now >= end) return
  if (readsOn || end - now > WEEK || now < (start + end) / 2) return
  yield [`access_ending:${id}`, sayingOf(email, [endsAt.toISOString(), false])]
}
