/** The mails that follow from how things stand, whenever that was seen: docs/billing.md, "Mails". */
import { givenOff } from './coupons.ts'
import {
  type Discount,
  type Holding,
  type Invoice,
  type Subscription,
  subscriptionOf,
  wishedEndOf,
} from './holdings.ts'
import { isoOf, isoOrNull, type Says, sayingOf } from './mails.ts'
import { periodEndOf } from './holdings.ts'

const DAY = 86_400
/** What is older than this when we first see it is no news. */
const NEWS = 3 * DAY

/** A mail's once-only key, and what it says. */
export type Reason = readonly [key: string, says: Says]

/**
 * What the oracle knows beside a holding. `toldEnd` is until when its reader is told that they may read,
 * `discount` something that a subscription names.
 */
export type Setting = {
  product: string
  toldEnd: (holding: Holding, now: number) => number | null
  discount: (id: string) => Discount | null
}

export const isNews = (moment: number, now: number) => now - moment < NEWS
const runs: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due'])

/** Subscriptions to our product. */
export function oursIn({ subscriptions }: Holding, product: string): Subscription[] {
  return [...subscriptions.values()].filter(({ items }) =>
    items.data.some(({ price }) => price.product === product),
  )
}

/** What a period costs, in what, and what the next one comes to if something is given off then. */
export function costOf(
  subscription: Subscription,
  discount: Setting['discount'],
): [number, string, number | null] {
  const [item] = subscription.items.data
  const list = (item?.price.unit_amount ?? 0) * (item?.quantity ?? 1)
  const next = periodEndOf(subscription)
  const left = subscription.discounts
    .map(discount)
    .filter((one) => one !== null && (one.end === null || one.end > next))
    .reduce((rest, one) => rest - givenOff(one?.source.coupon ?? '', rest), list)
  return [list, subscription.currency, left === list ? null : left]
}

/** What is due because of what one customer has at a moment. */
export function* standingReasons(
  holding: Holding,
  now: number,
  setting: Setting,
): Iterable<Reason> {
  for (const subscription of oursIn(holding, setting.product)) {
    yield* ofSubscription(holding, subscription, now, setting)
    for (const invoice of holding.invoices.values())
      if (subscriptionOf(invoice) === subscription.id)
        yield* ofInvoice(holding, invoice, subscription, now, setting)
  }
}

function* ofSubscription(
  { email }: Holding,
  subscription: Subscription,
  now: number,
  { discount }: Setting,
): Iterable<Reason> {
  const { id, status, created, canceled_at } = subscription
  if ((status === 'active' || status === 'trialing') && isNews(created, now)) {
    const details = [
      isoOf(periodEndOf(subscription)),
      isoOf(created),
      ...costOf(subscription, discount),
    ]
    yield [`welcome:${id}`, sayingOf(email, details)]
  }
  const end = wishedEndOf(subscription)
  if (end === null || canceled_at === null || !runs.has(status)) return
  if (end > now && isNews(canceled_at, now))
    yield [`ends_on:${id}:${isoOf(canceled_at)}`, sayingOf(email, [isoOf(end)])]
}

function* ofInvoice(
  holding: Holding,
  invoice: Invoice,
  { status, created }: Subscription,
  now: number,
  { toldEnd }: Setting,
): Iterable<Reason> {
  const { email } = holding
  const { id, currency, amount_paid, amount_remaining } = invoice
  const { paid_at, finalized_at } = invoice.status_transitions
  const paidAt = paid_at ?? finalized_at ?? invoice.created
  const url = invoice.hosted_invoice_url ?? null
  if (invoice.status === 'paid' && amount_paid > 0 && isNews(paidAt, now)) {
    const { start = 0, end = 0 } = invoice.lines.data[0]?.period ?? {}
    const times = [isoOf(paidAt), isoOf(start), isoOf(end)]
    const details = [invoice.number, ...times, url, isoOf(created), amount_paid, currency]
    yield [`receipt:${id}`, sayingOf(email, details)]
  }
  const owed = invoice.status === 'open' && invoice.attempt_count > 0 && amount_remaining > 0
  if (!owed || status !== 'past_due' || !isNews(finalized_at ?? invoice.created, now)) return
  const until = isoOrNull(toldEnd(holding, now))
  const details = [isoOrNull(invoice.next_payment_attempt), until, url, amount_remaining, currency]
  yield [`payment_failed:${id}`, sayingOf(email, details)]
}
