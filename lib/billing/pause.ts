import type { AppDatabase } from '#db/client.ts'
import { invoicesOfCustomer } from '#db/queries/billing.ts'
import { demand, type Stripe } from './gateway.ts'
import { coveredUntil } from './mapping.ts'
import { changeOwn, type LiveSubscription, type OwnSetting } from './own-subscription.ts'
import { pauseEnd } from './pause-end.ts'

/** What a wish to pause came to. */
export type PauseOutcome =
  /** What was paid is read to `from`; payments and access are back at `until`. */
  | { kind: 'paused'; from: Date; until: Date }
  /** Nothing that can be paused: no running monthly subscription, or its end is near anyway. */
  | { kind: 'not_possible' }
  /** The month that just began is being paid; in an hour or two it can be paused. */
  | { kind: 'renewing' }
  | { kind: 'unavailable' }

/** For how many months one can pause. */
export type PauseMonths = 1 | 2 | 3

/**
 * Pauses a reader's monthly subscription for whole months, from the end of the one that is paid. A
 * year cannot be paused: its next invoice is due once, and voiding it would give a year away.
 */
export async function pauseSubscription(
  db: AppDatabase,
  readerId: string,
  months: PauseMonths,
  setting: OwnSetting,
): Promise<PauseOutcome> {
  const { stripe } = setting
  return changeOwn(db, readerId, setting, async (live, own) => {
    const [running, ...others] = live
    if (!running || others.length > 0 || !mayPause(running)) return { kind: 'not_possible' }
    const found = await demand('subscription', () =>
      stripe.client.subscriptions.retrieve(running.id),
    )
    if (!isMonthly(found) || !running.periodEnd) return { kind: 'not_possible' }
    const paid = own.customerId ? await invoicesOfCustomer(own.tx, own.customerId, 100) : []
    const from = coveredUntil(running.id, paid)
    // For an hour after a renewal its invoice is a draft, and the period that runs is not paid yet.
    if (from === null || from < running.periodEnd) return { kind: 'renewing' }
    const until = pauseEnd(moment(found.billing_cycle_anchor), running.periodEnd, months)
    if (running.pause?.resumesAt?.getTime() !== until.getTime())
      await demand('subscription', () =>
        stripe.client.subscriptions.update(running.id, {
          pause_collection: { behavior: 'void', resumes_at: until.getTime() / 1000 },
        }),
      )
    await own.readAgain()
    return { kind: 'paused', from, until }
  })
}

/** Active and paid for, or waiting for a pause whose length can still be changed. */
function mayPause({ reason }: LiveSubscription): boolean {
  return reason === 'active' || reason === 'pause_scheduled'
}

function isMonthly({ items }: Stripe.Subscription): boolean {
  return items.data.every(
    ({ price }) => price.recurring?.interval === 'month' && price.recurring.interval_count === 1,
  )
}

const moment = (seconds: number) => new Date(seconds * 1000)
