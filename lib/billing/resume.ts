import type { AppDatabase } from '#db/client.ts'
import { invoicesOfCustomer } from '#db/queries/billing.ts'
import { scheduledEnd } from '#lib/access/subscription.ts'
import { cardRefused, demand, type Stripe, type StripeGateway } from './gateway.ts'
import {
  changeOwn,
  type LiveSubscription,
  type OwnCustomer,
  type OwnSetting,
} from './own-subscription.ts'

/** What resuming came to. */
export type ResumeOutcome =
  /** It runs, and renews then if we know when. */
  | { kind: 'resumed'; renewsAt: Date | null }
  /** Nothing of the reader's is canceled or paused. */
  | { kind: 'nothing_to_resume' }
  /** The card was refused or there is none: nothing changed but an open invoice, if Stripe made one. */
  | { kind: 'payment_needed' }
  | { kind: 'unavailable' }

/**
 * Takes back a cancellation or a pause. While paid time is left that costs nothing. In a pause that has
 * begun, the period that runs was never paid: a new one begins and is paid at once, else a pause
 * from the last day of a month to the first would be a month for nothing.
 *
 * Of several subscriptions one is resumed, and none when another runs: nobody shall pay twice.
 */
export async function resumeSubscription(
  db: AppDatabase,
  readerId: string,
  setting: OwnSetting,
): Promise<ResumeOutcome> {
  return changeOwn(db, readerId, setting, async (live, own) => {
    const running = live.find((one) => howToResume(one) === null)
    const stopped = live.find((one) => howToResume(one) !== null)
    if (running) return { kind: 'resumed', renewsAt: running.periodEnd }
    if (!stopped) return { kind: 'nothing_to_resume' }
    if (stopped.status === 'paused' && (await hasOpenInvoice(own, stopped.id)))
      return { kind: 'payment_needed' }
    const sent = await send(setting.stripe, stopped)
    const after = (await own.readAgain()).find(({ id }) => id === stopped.id)
    if (sent === 'refused' || after?.status === 'paused') return { kind: 'payment_needed' }
    return { kind: 'resumed', renewsAt: after?.periodEnd ?? null }
  })
}

type Way = 'resume_paused' | 'pay_and_go_on' | 'go_on'

/** How a subscription is resumed; null when it runs. */
function howToResume(subscription: LiveSubscription): Way | null {
  if (subscription.status === 'paused') return 'resume_paused'
  if (subscription.reason === 'collection_paused') return 'pay_and_go_on'
  const stops = scheduledEnd(subscription) !== null || subscription.pause?.behavior === 'void'
  return stops ? 'go_on' : null
}

async function send(
  { client }: StripeGateway,
  subscription: LiveSubscription,
): Promise<'done' | 'refused'> {
  const { id } = subscription
  const way = howToResume(subscription)
  try {
    await demand('subscription', () =>
      way === 'resume_paused'
        ? client.subscriptions.resume(id, {
            billing_cycle_anchor: { type: 'now' },
            // By default the card is not even asked. Refused, it stays paused.
            payment_behavior: 'resume_on_payment_success',
          })
        : client.subscriptions.update(id, {
            ...undo(subscription),
            ...(way === 'pay_and_go_on'
              ? {
                  billing_cycle_anchor: { type: 'now' as const },
                  proration_behavior: 'none' as const,
                  // Refused, it changes nothing: the pause stays, and nobody is past due by a click.
                  payment_behavior: 'error_if_incomplete' as const,
                }
              : {}),
          }),
    )
    return 'done'
  } catch (error) {
    if (cardRefused(error)) return 'refused'
    throw error
  }
}

/**
 * The portal sets `cancel_at` alone, which the other field does not take back. With that one Stripe
 * shows both, and it takes both back.
 */
function undo({
  cancelAt,
  cancelAtPeriodEnd,
  pause,
}: LiveSubscription): Stripe.SubscriptionUpdateParams {
  return {
    ...(cancelAtPeriodEnd ? { cancel_at_period_end: false } : cancelAt ? { cancel_at: '' } : {}),
    ...(pause?.behavior === 'void' ? { pause_collection: '' } : {}),
  }
}

/** A payment that was begun is finished, not asked for a second time. */
async function hasOpenInvoice({ tx, customerId }: OwnCustomer, id: string): Promise<boolean> {
  const invoices = customerId === null ? [] : await invoicesOfCustomer(tx, customerId, 20)
  return invoices.some(({ subscriptionId, status }) => subscriptionId === id && status === 'open')
}
