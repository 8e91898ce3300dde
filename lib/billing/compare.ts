import type { AppDatabase } from '#db/client.ts'
import { copiesOf, linkedAmong } from '#db/queries/comparison.ts'
import type { SubscriptionRow } from '#db/queries/billing.ts'
import { log } from '#lib/log.ts'
import { askPage, type Stripe, StripeUnavailable } from './gateway.ts'
import type { Billing } from './inbox.ts'
import { type OurPlan, toSubscriptionRow } from './mapping.ts'
import { modernSubscription } from './older-version.ts'
import { readPlan } from './our-plan.ts'
import { isOutage } from './outage.ts'
import { syncCustomer } from './sync.ts'

/** What comparing came to. */
export type Comparison = {
  /** Subscriptions that Stripe listed. */
  listed: number
  /** Those of customers who are readers of ours. */
  ours: number
  /** Those that differed from our copy, or were missing in it. */
  different: number
  /** Customers who were read anew for it, and those who could not be read. */
  synced: number
  failed: number
  /** Whether all were looked at: false when it was told to stop. */
  complete: boolean
}

const PAGE = 100

/** After so many failures in a row Stripe is asked whether it answers at all: they may be those of these customers. */
const ENOUGH = 3

/**
 * Compares every subscription at Stripe, ended ones too, with our copy, and reads the customers anew
 * for whom they differ: whatever was lost on the way is found within a day. A page at a time is held.
 * Throws `StripeUnavailable` when Stripe does not
 * answer at all; what was mended until then stays.
 */
export async function compareSubscriptions(
  db: AppDatabase,
  billing: Billing,
  signal?: AbortSignal,
): Promise<Comparison> {
  const { stripe, priceId } = billing
  const { plan } = await readPlan(stripe, priceId, billing.now())
  const result = { listed: 0, ours: 0, different: 0, synced: 0, failed: 0, complete: true }
  let after: string | undefined
  for (;;) {
    const page = await askPage('subscription', () =>
      stripe.client.subscriptions.list({
        status: 'all',
        limit: PAGE,
        ...(after ? { starting_after: after } : {}),
      }),
    )
    await mendPage(db, billing, plan, page.data, result)
    const last = page.data.at(-1)?.id
    if (!page.hasMore || last === undefined) break
    if (last === after) throw new StripeUnavailable('Stripe lists one page again and again.')
    after = last
    if (signal?.aborted) {
      result.complete = false
      break
    }
  }
  const level = result.different > 0 ? 'warn' : 'info'
  log()[level]({ ...result }, 'subscriptions were compared with Stripe')
  return result
}

async function mendPage(
  db: AppDatabase,
  billing: Billing,
  plan: OurPlan,
  listed: Stripe.Subscription[],
  result: Comparison,
): Promise<void> {
  result.listed += listed.length
  const linked = await linkedAmong(db, [...new Set(listed.map(customerOf))])
  const ours = listed.filter((subscription) => linked.has(customerOf(subscription)))
  result.ours += ours.length
  const copies = new Map(
    (
      await copiesOf(
        db,
        ours.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  )
  const different = ours.filter((subscription) => {
    const copy = copies.get(subscription.id)
    return !copy || differs(subscription, copy, plan, billing.now())
  })
  result.different += different.length
  let failures = 0
  for (const customerId of new Set(different.map(customerOf))) {
    failures = (await mend(db, billing, customerId, result)) ? 0 : failures + 1
    if (failures < ENOUGH) continue
    await askPage('subscription', () => billing.stripe.client.subscriptions.list({ limit: 1 }))
    failures = 0
  }
}

/** Whether the customer could be read, or failed for a reason of its own. */
async function mend(
  db: AppDatabase,
  { stripe, priceId, now }: Billing,
  customerId: string,
  result: Comparison,
): Promise<boolean> {
  try {
    await db.transaction((tx) => syncCustomer(tx, customerId, { stripe, priceId, now: now() }))
    result.synced++
    return true
  } catch (error) {
    log().warn({ customerId, err: error }, 'customer could not be read for the comparison')
    result.failed++
    return !isOutage(error)
  }
}

const customerOf = ({ customer }: Stripe.Subscription) =>
  typeof customer === 'string' ? customer : customer.id

/** What decides access or is told to the reader. */
const compared = [
  'status',
  'priceId',
  'unitAmount',
  'interval',
  'quantity',
  'periodStart',
  'periodEnd',
  'cancelAt',
  'cancelAtPeriodEnd',
  'endedAt',
  'trialEnd',
  'pauseBehavior',
  'pauseResumesAt',
] as const

function differs(
  subscription: Stripe.Subscription,
  copy: SubscriptionRow,
  plan: OurPlan,
  now: Date,
): boolean {
  const theirs = toSubscriptionRow(modernSubscription(subscription), copy.customerId, plan, now)
  return compared.some((field) => plain(theirs[field]) !== plain(copy[field]))
}

const plain = (value: unknown) => (value instanceof Date ? value.getTime() : (value ?? null))
