import type { AppDatabase } from '#db/client.ts'
import { invoicesOfCustomer, subscriptionsOfCustomer } from '#db/queries/billing.ts'
import { scheduledEnd } from '#lib/access/subscription.ts'
import { log } from '#lib/log.ts'
import {
  ask,
  demand,
  type Stripe,
  type StripeGateway,
  StripeUnavailable,
  wasRefused,
} from './gateway.ts'
import {
  changeOwn,
  type LiveSubscription,
  liveSubscriptions,
  type OwnCustomer,
  type OwnSetting,
} from './own-subscription.ts'

/** What a cancellation came to. */
export type CancelOutcome =
  /** Scheduled: what was paid is read to its end. */
  | { kind: 'ends_on'; endsAt: Date }
  /** Over at once: there was no paid time left, and nothing is owed any more. */
  | { kind: 'ended' }
  | { kind: 'nothing_to_cancel' }
  /** Stripe does not answer. Trying again completes what was begun and does nothing twice. */
  | { kind: 'unavailable' }

/** Why somebody cancels, in Stripe's words, if they care to say. */
export type CancelReason = { feedback: Feedback | null; comment: string | null }

/** Stripe's words for reasons that we offer. */
export type Feedback = (typeof feedbacks)[number]
export const feedbacks = [
  'too_expensive',
  'unused',
  'missing_features',
  'low_quality',
  'switched_service',
  'other',
] as const

/**
 * Cancels what a reader has with us: with the end of the paid period, or at once when none is paid
 * for. Somebody who pays twice wants to pay no more, so all that runs is canceled.
 */
export async function cancelSubscription(
  db: AppDatabase,
  readerId: string,
  why: CancelReason,
  setting: OwnSetting,
): Promise<CancelOutcome> {
  return changeOwn(db, readerId, setting, async (live, own) => {
    for (const subscription of live) await cancelOne(setting.stripe, subscription, why)
    const left = live.length > 0 ? await own.readAgain() : live
    await forgiveDebts(setting.stripe, own)
    if (left.length === 0) return { kind: live.length > 0 ? 'ended' : 'nothing_to_cancel' }
    const [last] = left
      .map(scheduledEnd)
      .filter((end) => end !== null)
      .toSorted((a, b) => b.getTime() - a.getTime())
    if (!last) throw new StripeUnavailable('Stripe took a cancellation and shows none.')
    return { kind: 'ends_on', endsAt: last }
  })
}

/** What canceling would come to now, as far as we know without asking Stripe. */
export type CancelPreview =
  | { kind: 'ends_on'; endsAt: Date | null; several: boolean }
  | { kind: 'ends_now'; several: boolean }
  | { kind: 'nothing_to_cancel' }

/** Tells a reader beforehand what canceling would come to. */
export async function previewCancellation(
  db: AppDatabase,
  readerId: string,
  now: Date,
): Promise<CancelPreview> {
  const live = await liveSubscriptions(db, readerId, now)
  const running = live.filter((one) => howToCancel(one) !== 'done')
  if (running.length === 0) return { kind: 'nothing_to_cancel' }
  const several = running.length > 1
  const [last] = running
    .filter((one) => howToCancel(one) === 'at_period_end')
    .toSorted((a, b) => (b.periodEnd?.getTime() ?? 0) - (a.periodEnd?.getTime() ?? 0))
  return last ? { kind: 'ends_on', endsAt: last.periodEnd, several } : { kind: 'ends_now', several }
}

/** How a subscription is canceled. What we do not know ends with its period: no more is charged. */
function howToCancel(subscription: LiveSubscription): 'at_once' | 'at_period_end' | 'done' {
  switch (subscription.status) {
    // No period of these is paid for.
    case 'incomplete':
    case 'past_due':
    case 'unpaid':
    case 'paused':
      return 'at_once'
    default:
      if (subscription.reason === 'collection_paused') return 'at_once'
      return subscription.cancelAt || subscription.cancelAtPeriodEnd ? 'done' : 'at_period_end'
  }
}

async function cancelOne(
  { client }: StripeGateway,
  subscription: LiveSubscription,
  { feedback, comment }: CancelReason,
): Promise<void> {
  const cancellation_details: Stripe.SubscriptionCancelParams.CancellationDetails = {
    ...(feedback ? { feedback } : {}),
    ...(comment ? { comment } : {}),
  }
  switch (howToCancel(subscription)) {
    case 'done':
      return
    case 'at_once':
      // Null: somebody else has ended it since it was read.
      await ask('subscription', () =>
        client.subscriptions.cancel(subscription.id, {
          invoice_now: false,
          prorate: false,
          cancellation_details,
        }),
      )
      return
    case 'at_period_end':
      await demand('subscription', () =>
        client.subscriptions.update(subscription.id, {
          cancel_at_period_end: true,
          cancellation_details,
          // Of two announcements the last counts: a pause that was to begin then never does.
          ...(subscription.pause?.behavior === 'void' ? { pause_collection: '' as const } : {}),
        }),
      )
  }
}

/**
 * Stripe stops collecting the open invoices of a subscription that was canceled, and leaves their pages
 * open: whoever paid there would pay for nothing. They are voided.
 */
async function forgiveDebts({ client }: StripeGateway, own: OwnCustomer): Promise<void> {
  const { tx, customerId } = own
  if (customerId === null) return
  const ended = (await subscriptionsOfCustomer(tx, customerId))
    .filter(({ ours, endedAt }) => ours && endedAt !== null)
    .map(({ id }) => id)
  const debts = (await invoicesOfCustomer(tx, customerId, 100)).filter(
    ({ status, subscriptionId }) =>
      status === 'open' && subscriptionId !== null && ended.includes(subscriptionId),
  )
  for (const { id } of debts)
    await ask('invoice', () => client.invoices.voidInvoice(id)).catch((error: unknown) => {
      // Paid at this moment, or on its way: it is canceled all the same.
      if (!wasRefused(error)) throw error
      log().warn({ invoice: id, err: error }, 'an open invoice was not voided')
    })
  if (debts.length > 0) await own.readAgain()
}
