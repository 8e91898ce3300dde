import type { AppDatabase } from '#db/client.ts'
import { accessRowsOfReader } from '#db/queries/access.ts'
import {
  customerOfReader,
  type InvoiceRow,
  invoicesOfCustomer,
  type SubscriptionRow,
  subscriptionsOfCustomer,
} from '#db/queries/billing.ts'
import { cardOfCustomer } from '#db/queries/payments.ts'
import { decideAccess } from '#lib/access/decide.ts'
import { explainToReader, toldDate } from '#lib/access/explain.ts'
import type { ReaderFacts } from '#lib/access/facts.ts'
import type { AccessDecision, Reason } from '#lib/access/verdict.ts'
import { formatDay, formatMoney } from '#lib/format.ts'
import { type Card, cardInWords, expiresBefore } from './card.ts'
import { actionsFor, type OwnAction } from './own-actions.ts'

/** An amount in minor units of a currency. */
export type Money = { amount: number; currency: string }

/** The subscription a reader is told about: the one that runs, else the newest. */
export type OwnSubscription = {
  id: string
  /** Why it gives access or does not, whatever else gives some. */
  reason: Reason
  granted: boolean
  sentence: string
  /** The date of the sentence: a renewal, an end, a resumption. */
  at: Date | null
  over: boolean
  /** "$5.00 a month", of one that is not over. */
  price: string | null
  /** "$5.00": what one period of it costs. Null where it is unknown, or something is given off. */
  cost: string | null
  /** What the next payment takes and when, if one is to come. */
  nextPayment: { at: Date; money: Money | null } | null
  /** When a pause ends by itself. */
  resumesAt: Date | null
  /** What is open and unpaid. */
  owed: Money | null
}

/** What somebody has with us, for their own pages. */
export type OwnAccount = {
  decision: AccessDecision
  /** What is, and what they can do. */
  sentence: string
  subscription: OwnSubscription | null
  /** More than one subscription runs and is charged. */
  payingTwice: boolean
  /** The card on file, if a subscription is not over. */
  card: (Card & { words: string; expiresTooSoon: boolean }) | null
  actions: readonly OwnAction[]
  isCustomer: boolean
}

const over = new Set(['canceled', 'incomplete_expired'])
const charged = new Set(['active', 'trialing', 'past_due', 'paused', 'unpaid'])

/** After these another payment comes by itself; the others end, wait, or are paid by the reader. */
const renewing = new Set<Reason>(['active', 'trialing', 'renewal_awaited', 'collection_waived'])

/** Reads what a reader has at `now`, as we hold it. Dates are those people are told, without slack. */
export async function ownAccount(
  db: AppDatabase,
  readerId: string,
  now: Date,
): Promise<OwnAccount> {
  const [facts, customer] = await Promise.all([
    accessRowsOfReader(db, readerId),
    customerOfReader(db, readerId),
  ])
  const decision = decideAccess('subscriber', facts, now)
  const bought = customer
    ? await Promise.all([
        subscriptionsOfCustomer(db, customer.customerId),
        invoicesOfCustomer(db, customer.customerId, 100),
        cardOfCustomer(db, customer.customerId),
      ])
    : null
  const [rows, invoices, card] = bought ?? [[], [], null]
  const ours = rows.filter((row) => row.ours && row.vanishedAt === null)
  const through = decision.via?.kind === 'subscription' ? decision.via.id : null
  const row = ours.find(({ id }) => id === through) ?? ours.find(isNotOver) ?? ours[0]
  const subscription = facts && row ? tell(facts, row, invoices, now) : null
  return {
    decision,
    sentence: explainToReader(decision, formatDay),
    subscription,
    payingTwice: ours.filter(({ status }) => charged.has(status)).length > 1,
    card:
      card && subscription && !subscription.over
        ? {
            ...card,
            words: cardInWords(card),
            expiresTooSoon:
              subscription.nextPayment !== null && expiresBefore(card, subscription.nextPayment.at),
          }
        : null,
    actions: actionsFor(subscription?.reason ?? decision.reason, {
      over: subscription?.over ?? true,
      monthly: row?.interval === 'month',
    }),
    isCustomer: customer !== null,
  }
}

const isNotOver = ({ status }: { status: string }) => !over.has(status)

/** A subscription judged by itself, so that a gift beside it hides nothing. */
function tell(
  facts: ReaderFacts,
  row: SubscriptionRow,
  invoices: InvoiceRow[],
  now: Date,
): OwnSubscription | null {
  const fact = facts.subscriptions.find(({ id }) => id === row.id)
  if (!fact) return null
  const own = decideAccess(
    'subscriber',
    { staffRole: null, subscriptions: [fact], grants: [], disputes: facts.disputes },
    now,
  )
  const price: Money | null =
    row.unitAmount === null
      ? null
      : { amount: row.unitAmount * (row.quantity ?? 1), currency: row.currency }
  const next =
    price === null || row.discountedAmount === null
      ? price
      : { amount: row.discountedAmount, currency: row.currency }
  const isOver = over.has(row.status)
  const open = invoices.filter(
    (one) => one.subscriptionId === row.id && one.status === 'open' && one.amountRemaining > 0,
  )
  return {
    id: row.id,
    reason: own.reason,
    granted: own.granted,
    sentence: explainToReader(own, formatDay),
    at: toldDate(own),
    over: isOver,
    price: isOver || price === null ? null : inWords(price, row.interval),
    cost: price && next === price ? formatMoney(price.amount, price.currency) : null,
    nextPayment:
      renewing.has(own.reason) && row.periodEnd && row.periodEnd > now
        ? { at: row.periodEnd, money: next }
        : null,
    resumesAt: fact.pause?.behavior === 'void' ? fact.pause.resumesAt : null,
    owed: isOver || open.length === 0 ? null : { amount: sumOf(open), currency: row.currency },
  }
}

const sumOf = (invoices: InvoiceRow[]) =>
  invoices.reduce((sum, { amountRemaining }) => sum + amountRemaining, 0)

function inWords({ amount, currency }: Money, interval: string | null): string {
  const words = formatMoney(amount, currency)
  return interval ? `${words} a ${interval}` : words
}
