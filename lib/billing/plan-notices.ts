import type { RunningSubscription } from '#db/queries/notices.ts'
import type { QueuedMessage } from '#lib/mail/queue.ts'

const DAY = 24 * 3_600_000

/** Days after an unpaid invoice was made on which it is remembered; access ends after fourteen. */
const SECOND_REMINDER = 5
const LAST_REMINDER = 11
/** How long before it happens people are told of … (days) */
const BEFORE_RENEWAL_OF_A_YEAR = 30
const BEFORE_A_CARD_EXPIRES = 30
const BEFORE_A_TRIAL_ENDS = 7
/** A notice that was missed by so much (we were down) comes too late to be one. */
const TOO_LATE_FOR_A_RENEWAL = 2

/** A running subscription, and until when its reader may read although it is unpaid (null: not). */
export type Watched = RunningSubscription & { readsUntil: Date | null }

/** The messages that time alone brings about, each under a key that makes it once-only. Pure. */
export function planNotices(watched: Watched, now: Date): QueuedMessage[] {
  return [
    ...reminders(watched, now),
    ...renewalNotice(watched, now),
    ...trialEnding(watched, now),
    ...cardExpiring(watched, now),
  ].map((one) => ({ to: watched.email, readerId: watched.readerId, ...one }))
}

type Planned = Pick<QueuedMessage, 'onceKey' | 'message'>

const days = (from: Date, to: Date) => (to.getTime() - from.getTime()) / DAY

/** At most one a run: after a long outage of ours nobody gets both at once. */
function reminders({ status, owed, readsUntil, currency }: Watched, now: Date): Planned[] {
  if (status !== 'past_due' || owed === null || readsUntil === null) return []
  const age = days(owed.createdAt, now)
  const which = age >= LAST_REMINDER ? 'last' : 'second'
  if (age < SECOND_REMINDER) return []
  return [
    {
      onceKey: `payment_reminder:${owed.invoiceId}:${which}`,
      message: {
        kind: 'payment_reminder',
        which,
        readsUntil: readsUntil.toISOString(),
        amount: owed.amount,
        currency,
      },
    },
  ]
}

const renews = ({ status, endsAt }: Watched) => status === 'active' && endsAt === null

function renewalNotice(watched: Watched, now: Date): Planned[] {
  const { subscriptionId, periodEnd, interval, amount, discounted, currency } = watched
  if (!renews(watched) || interval !== 'year' || periodEnd === null) return []
  const left = days(now, periodEnd)
  if (left > BEFORE_RENEWAL_OF_A_YEAR || left < TOO_LATE_FOR_A_RENEWAL) return []
  return [
    {
      onceKey: `renewal_notice:${subscriptionId}:${periodEnd.toISOString()}`,
      message: {
        kind: 'renewal_notice',
        renewsAt: periodEnd.toISOString(),
        card: cardInWords(watched),
        amount,
        discounted,
        currency,
      },
    },
  ]
}

function trialEnding(watched: Watched, now: Date): Planned[] {
  const { subscriptionId, status, trialEnd, endsAt, createdAt, interval } = watched
  const { amount, discounted, currency } = watched
  if (status !== 'trialing' || trialEnd === null || endsAt !== null) return []
  const left = days(now, trialEnd)
  // Of a trial of ten days the first half is no time to speak of its end.
  const soon = Math.min(BEFORE_A_TRIAL_ENDS, days(createdAt, trialEnd) / 2)
  if (left > soon || left < 0) return []
  return [
    {
      onceKey: `trial_ending:${subscriptionId}:${trialEnd.toISOString()}`,
      message: {
        kind: 'trial_ending',
        endsAt: trialEnd.toISOString(),
        interval: interval ?? 'month',
        hasCard: watched.card !== null,
        amount,
        discounted,
        currency,
      },
    },
  ]
}

/** A card is good to the end of the month that stands on it, wherever that ends last. */
function lastDayOf(card: { month: number; year: number }): Date {
  return new Date(Date.UTC(card.year, card.month, 1, 12))
}

function cardExpiring(watched: Watched, now: Date): Planned[] {
  const { card, customerId, status, endsAt } = watched
  const pays = ['active', 'trialing', 'past_due'].includes(status) && endsAt === null
  if (!pays || card === null) return []
  const left = days(now, lastDayOf(card))
  if (left > BEFORE_A_CARD_EXPIRES || left < 0) return []
  const { brand, last4, month, year } = card
  return [
    {
      onceKey: `card_expiring:${customerId}:${last4}:${year}-${String(month).padStart(2, '0')}`,
      message: { kind: 'card_expiring', brand, last4, month, year },
    },
  ]
}

function cardInWords({ card }: Watched): string | null {
  return card && `${card.brand} ending ${card.last4}`
}
