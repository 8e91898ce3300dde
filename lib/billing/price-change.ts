import type { AppDatabase } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { HeldTooLong, holdAlone } from '#db/queries/billing.ts'
import { type RunningSubscription, subscriptionsAtPrice } from '#db/queries/notices.ts'
import {
  addPriceChange,
  openPriceChanges,
  otherPricesInUse,
  type PriceChangeRow,
} from '#db/queries/price-changes.ts'
import { mailAddedAt } from '#db/queries/mail.ts'
import { DAY, later, SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import { queueMail } from '#lib/mail/queue.ts'
import type { Plan } from '#lib/plans.ts'
import { ask, askAll, demand, type StripeGateway } from './gateway.ts'
import type { Billing } from './inbox.ts'
import { stopsEverybody } from './outage.ts'
import { syncCustomer } from './sync.ts'

/** Who subscribes is told this long before another price counts for them. */
const LEAST_NOTICE = 30 * DAY

/** What announcing another price came to. */
export type Announcement =
  /** `told` people were mailed; `prices` were in use beside the current one. */
  | { kind: 'announced'; prices: number; told: number }
  /** Everybody pays the current price already, or was told before. */
  | { kind: 'nothing_to_change' }
  | { kind: 'too_soon'; earliest: Date }
  /** The plan has no price at Stripe under its lookup key. */
  | { kind: 'no_price' }

/**
 * Announces to everybody who subscribes to `plan` at another price than the one that is sold now that
 * the new one counts from their first renewal at or after `effectiveAt`, at least thirty days ahead,
 * and mails each of them in the same transaction. Nothing changes at Stripe yet. Throws
 * `StripeUnavailable`.
 */
export async function announcePriceChange(
  db: AppDatabase,
  order: { plan: Plan; effectiveAt: Date; actor: { id: string | null; label: string } },
  { stripe, now }: { stripe: StripeGateway; now: Date },
): Promise<Announcement> {
  const { plan, effectiveAt, actor } = order
  const earliest = later(now, LEAST_NOTICE)
  if (effectiveAt < earliest) return { kind: 'too_soon', earliest }
  const [price] = await askAll('price', () =>
    stripe.client.prices.list({ lookup_keys: [plan.lookupKey], active: true }),
  )
  const amount = price?.unit_amount ?? null
  if (!price || amount === null) return { kind: 'no_price' }
  const current = { priceId: price.id, interval: plan.interval, currency: price.currency }
  const replaced = await chargedAsOften(stripe, await otherPricesInUse(db, current))
  return db.transaction(async (tx) => {
    let [prices, told] = [0, 0]
    for (const fromPriceId of replaced) {
      const change = { fromPriceId, toPriceId: price.id, toAmount: amount, effectiveAt }
      if (await addPriceChange(tx, { ...change, announcedBy: actor.label })) prices++
    }
    if (prices === 0) return { kind: 'nothing_to_change' }
    for (const change of await openPriceChanges(tx))
      if (change.toPriceId === price.id) told += await tellOf(tx, change)
    await addAuditEntry(tx, {
      actorId: actor.id,
      actor: actor.label,
      action: `Announced a new price of the plan ${plan.id}`,
      detail: { toPrice: price.id, effectiveAt: effectiveAt.toISOString(), told },
    })
    return { kind: 'announced', prices, told }
  })
}

/**
 * Those that are charged every interval, as the prices of plans are. One for every third month is by the month as
 * well: whoever pays it would be told of a price for another time, and then pay that three times as often.
 */
async function chargedAsOften(
  { client }: StripeGateway,
  priceIds: readonly string[],
): Promise<string[]> {
  const found: string[] = []
  for (const id of priceIds) {
    const price = await ask('price', () => client.prices.retrieve(id))
    if (price?.recurring?.interval_count === 1) found.push(id)
  }
  return found
}

type Queryable = Parameters<typeof queueMail>[0]

async function tellOf(db: Queryable, change: PriceChangeRow): Promise<number> {
  let told = 0
  for (const one of await subscriptionsAtPrice(db, change.fromPriceId)) {
    // Whoever resumes a subscription that was to end is told then.
    if (one.endsAt !== null) continue
    const added = await queueMail(db, {
      to: one.email,
      readerId: one.readerId,
      onceKey: noticeKey(change, one),
      message: {
        kind: 'price_change',
        before: one.amount,
        amount: change.toAmount,
        currency: one.currency,
        interval: one.interval ?? 'month',
        effectiveAt: change.effectiveAt.toISOString(),
      },
    })
    if (added) told++
  }
  return told
}

const noticeKey = (change: PriceChangeRow, { subscriptionId }: RunningSubscription) =>
  `price_change:${change.id}:${subscriptionId}`

/** At Stripe nothing has to happen before the period begins that the new price counts for. */
const isDue = ({ effectiveAt }: PriceChangeRow, { periodEnd, endsAt }: RunningSubscription) =>
  endsAt === null && periodEnd !== null && periodEnd >= effectiveAt

/**
 * Puts the announced price on each subscription whose next renewal it counts for, without charging for
 * the period that runs. Whoever subscribed at the old price after the announcement is told first.
 * One that fails does not stop the others, except when Stripe is away. Returns how many were changed.
 */
export async function applyPriceChanges(db: AppDatabase, billing: Billing): Promise<number> {
  let changed = 0
  for (const { change, one } of await dueChanges(db)) {
    try {
      if (await putOnPrice(db, change, one, billing)) changed++
    } catch (error) {
      log().error({ subscription: one.subscriptionId, err: error }, 'new price not applied')
      // Whoever is held by somebody else, or refused by Stripe, keeps the price from nobody else.
      if (stopsEverybody(error) && !(error instanceof HeldTooLong)) return changed
    }
  }
  return changed
}

/** Who resumes, or subscribed at the old price, was told later than the others, and has as long as they had. */
async function wasToldInTime(
  db: AppDatabase,
  change: PriceChangeRow,
  one: RunningSubscription,
): Promise<boolean> {
  const told = await mailAddedAt(db, noticeKey(change, one))
  return told !== null && one.periodEnd !== null && later(told, LEAST_NOTICE) <= one.periodEnd
}

async function dueChanges(db: AppDatabase) {
  const due: { change: PriceChangeRow; one: RunningSubscription }[] = []
  for (const change of await openPriceChanges(db)) {
    await tellOf(db, change)
    for (const one of await subscriptionsAtPrice(db, change.fromPriceId))
      if (isDue(change, one) && (await wasToldInTime(db, change, one))) due.push({ change, one })
  }
  return due
}

async function putOnPrice(
  db: AppDatabase,
  { fromPriceId, toPriceId, id }: PriceChangeRow,
  { readerId, customerId, subscriptionId }: RunningSubscription,
  { stripe, priceId, now }: Billing,
): Promise<boolean> {
  const { client } = stripe
  return db.transaction(async (tx) => {
    await holdAlone(tx, `reader ${readerId}`, 8 * SECOND)
    const subscription = await ask('subscription', () =>
      client.subscriptions.retrieve(subscriptionId),
    )
    // Gone, switched or ended since we last read it: reading it anew is all there is to do.
    const item = subscription?.items.data.find((one) => one.price.id === fromPriceId)
    const goesOn = item !== undefined && !subscription?.ended_at
    if (goesOn)
      await demand('subscription', () =>
        client.subscriptions.update(
          subscriptionId,
          { items: [{ id: item.id, price: toPriceId }], proration_behavior: 'none' },
          { idempotencyKey: `price ${id} ${item.id}` },
        ),
      )
    await syncCustomer(tx, customerId, { stripe, priceId, now: now() })
    return goesOn
  })
}
