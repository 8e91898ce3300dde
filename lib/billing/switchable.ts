import type { AppTransaction } from '#db/client.ts'
import {
  customerOfReader,
  type SubscriptionRow,
  subscriptionsOfCustomer,
} from '#db/queries/billing.ts'
import type { AccessDecision } from '#lib/access/verdict.ts'
import { SECOND } from '#lib/clock.ts'
import type { Plan } from '#lib/plans.ts'
import { ask, type Stripe, type StripeGateway } from './gateway.ts'
import { type Catalogue, readCatalogue, type SellablePlan } from './our-plan.ts'
import { syncCustomer } from './sync.ts'

/** What has to happen before a subscription can change its plan. */
export type Obstacle =
  | 'payment_failed'
  | 'unpaid'
  | 'incomplete'
  | 'ends'
  | 'paused'
  | 'disputed'
  /** Two subscriptions run. */
  | 'several'
  /** Arranged by staff at Stripe: several items, a quantity, a schedule, another currency. */
  | 'by_hand'

/** A subscription as far as changing its plan goes. Amounts are in minor units. */
export type Current = {
  subscriptionId: string
  itemId: string
  customerId: string
  /** Null when its price is none that is sold now. */
  plan: Plan | null
  priceId: string
  amount: number
  currency: string
  interval: string
  /** Until when it is paid, or free: what comes then is the next payment. */
  renewsAt: Date
  trialing: boolean
}

/** Whether a reader's subscription can change its plan at this moment, and to which. */
export type Switchable =
  | { kind: 'ready'; current: Current; options: SellablePlan[] }
  /** There is no subscription that could change. */
  | { kind: 'none' }
  | { kind: 'not_now'; why: Obstacle }
  /** A change was asked for and waits for its payment, at this address of Stripe's, until then. */
  | { kind: 'awaits_payment'; url: string | null; until: Date }

type Setting = { stripe: StripeGateway; priceId: string; now: Date }

const over = new Set(['canceled', 'incomplete_expired'])

/**
 * Reads the reader's customer anew, under its lock, and says whether the subscription can change its
 * plan. Only one that runs, is paid for and goes on may: what is in its way is to be mended first.
 * Throws `StripeUnavailable`.
 */
export async function readSwitchable(
  tx: AppTransaction,
  readerId: string,
  setting: Setting,
): Promise<Switchable> {
  const link = await customerOfReader(tx, readerId)
  if (!link) return { kind: 'none' }
  const synced = await syncCustomer(tx, link.customerId, setting)
  if (synced.kind === 'unlinked') return { kind: 'none' }
  const rows = await subscriptionsOfCustomer(tx, link.customerId)
  const live = rows.filter((row) => row.ours && row.vanishedAt === null && !over.has(row.status))
  const [row] = live
  if (!row) return { kind: 'none' }
  const why = live.length > 1 ? 'several' : obstacleIn(row, synced.decision)
  if (why !== null) return { kind: 'not_now', why }
  const { stripe, priceId, now } = setting
  const subscription = await ask('subscription', () =>
    stripe.client.subscriptions.retrieve(row.id, { expand: ['latest_invoice'] }),
  )
  if (subscription === null) return { kind: 'none' }
  return judge(subscription, await readCatalogue(stripe, priceId, now), link.customerId)
}

function obstacleIn(row: SubscriptionRow, decision: AccessDecision): Obstacle | null {
  if (decision.reason === 'disputed' || decision.reason === 'dispute_lost') return 'disputed'
  if (row.cancelAt !== null || row.cancelAtPeriodEnd) return 'ends'
  if (row.pauseBehavior !== null) return 'paused'
  switch (row.status) {
    case 'active':
    case 'trialing':
      return null
    case 'past_due':
      return 'payment_failed'
    case 'unpaid':
      return 'unpaid'
    case 'incomplete':
      return 'incomplete'
    case 'paused':
      return 'paused'
    default:
      return 'by_hand'
  }
}

function judge(
  subscription: Stripe.Subscription,
  catalogue: Catalogue,
  customerId: string,
): Switchable {
  const { pending_update: pending } = subscription
  if (pending)
    return {
      kind: 'awaits_payment',
      url: payAddress(subscription),
      until: new Date(pending.expires_at * SECOND),
    }
  const current = currentOf(subscription, catalogue, customerId)
  if (current === null) return { kind: 'not_now', why: 'by_hand' }
  return { kind: 'ready', current, options: optionsFor(current, catalogue) }
}

/** Where the newest invoice of a subscription that was read with it can be paid. */
export function payAddress({ latest_invoice: invoice }: Stripe.Subscription): string | null {
  return invoice && typeof invoice !== 'string' ? (invoice.hosted_invoice_url ?? null) : null
}

function currentOf(
  subscription: Stripe.Subscription,
  { offers }: Catalogue,
  customerId: string,
): Current | null {
  const [item, another] = subscription.items.data
  const amount = item?.price.unit_amount
  const interval = item?.price.recurring?.interval
  const simple = item && !another && item.quantity === 1 && subscription.schedule === null
  if (!simple || typeof amount !== 'number' || !interval) return null
  const { price } = item
  const offer = offers.find((one) => one.kind === 'sellable' && one.priceId === price.id)
  return {
    subscriptionId: subscription.id,
    itemId: item.id,
    customerId,
    plan: offer?.plan ?? null,
    priceId: price.id,
    amount,
    currency: price.currency,
    interval,
    renewsAt: new Date(item.current_period_end * SECOND),
    trialing: subscription.status === 'trialing',
  }
}

/** Who pays a price that is no longer sold is not offered its successor, but what is really another plan. */
function optionsFor(current: Current, { offers }: Catalogue): SellablePlan[] {
  return offers
    .filter((offer) => offer.kind === 'sellable')
    .filter(
      ({ plan, priceId, currency }) =>
        priceId !== current.priceId &&
        currency === current.currency &&
        (current.plan !== null || plan.interval !== current.interval),
    )
}
