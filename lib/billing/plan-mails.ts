import type { InvoiceRow, SubscriptionRow } from '#db/queries/billing.ts'
import type { AccessDecision } from '#lib/access/verdict.ts'
import type { QueuedMessage } from '#lib/mail/queue.ts'
import { coveredUntil } from './mapping.ts'

const DAY = 24 * 3_600_000

/**
 * How old a thing may be and still be worth a mail. What is first read from Stripe later than that
 * (an imported customer, a long outage) is history, and nobody wants two years of receipts at once.
 */
const NEWS = 3 * DAY

type Situation = {
  reader: { readerId: string; email: string }
  /** As they were held before. */
  before: SubscriptionRow[]
  /** Of our product, as just written. */
  subscriptions: SubscriptionRow[]
  invoices: InvoiceRow[]
  decision: AccessDecision
  now: Date
}

/**
 * The messages that follow from how things stand. Each has a key made of what it is about, so that
 * planning them again, after the same event or the next, adds nothing. Pure.
 */
export function planMails(situation: Situation): QueuedMessage[] {
  const { reader, subscriptions } = situation
  const planned = subscriptions.flatMap((subscription) => [
    ...welcome(subscription, situation),
    ...endsOn(subscription, situation),
    ...pausedOrResumed(subscription, situation),
    ...situation.invoices
      .filter((invoice) => invoice.subscriptionId === subscription.id)
      .flatMap((invoice) => [
        ...receipt(invoice, subscription, situation),
        ...paymentFailed(invoice, subscription, situation),
      ]),
  ])
  return planned.map((one) => ({ to: reader.email, readerId: reader.readerId, ...one }))
}

type Planned = Pick<QueuedMessage, 'onceKey' | 'message'>

function isNews(moment: Date | null, now: Date): boolean {
  return moment !== null && now.getTime() - moment.getTime() < NEWS
}

/** What the link by which one withdraws is made of; the mail decides whether it is still time for it. */
function contractOf({ id, createdAt }: SubscriptionRow) {
  return { subscriptionId: id, concludedAt: createdAt.toISOString() }
}

/** The price of a period, and what the next one costs with what is given off. */
function costOf({ unitAmount, quantity, currency, discountedAmount }: SubscriptionRow) {
  return { amount: (unitAmount ?? 0) * (quantity ?? 1), currency, discounted: discountedAmount }
}

function welcome(subscription: SubscriptionRow, { now }: Situation): Planned[] {
  const begun = subscription.status === 'active' || subscription.status === 'trialing'
  if (!begun || !isNews(subscription.createdAt, now)) return []
  return [
    {
      onceKey: `welcome:${subscription.id}`,
      message: {
        kind: 'welcome',
        renewsAt: subscription.periodEnd?.toISOString() ?? null,
        contract: contractOf(subscription),
        ...costOf(subscription),
      },
    },
  ]
}

function endsOn(subscription: SubscriptionRow, { now }: Situation): Planned[] {
  const { status, cancelAt, cancelAtPeriodEnd, periodEnd, canceledAt } = subscription
  const end = cancelAt ?? (cancelAtPeriodEnd ? periodEnd : null)
  const running = status === 'active' || status === 'trialing' || status === 'past_due'
  if (!end || !running || end <= now || !isNews(canceledAt ?? now, now)) return []
  return [
    {
      // Canceled, resumed and canceled again is told twice: Stripe dates each decision.
      onceKey: `ends_on:${subscription.id}:${(canceledAt ?? end).toISOString()}`,
      message: { kind: 'ends_on', endsAt: end.toISOString() },
    },
  ]
}

const runs = ({ status }: SubscriptionRow) => status === 'active' || status === 'trialing'

const isVoid = ({ pauseBehavior, pauseResumesAt }: SubscriptionRow, now: Date) =>
  pauseBehavior === 'void' && (pauseResumesAt === null || pauseResumesAt > now)

/** Whether it was on the way out, or stood still. */
const stood = (row: SubscriptionRow) =>
  row.status === 'paused' ||
  row.pauseBehavior === 'void' ||
  row.cancelAt !== null ||
  row.cancelAtPeriodEnd

/**
 * A pause and its end have no date at Stripe, so the change itself is told: from what was held to what
 * was just read, which happens once.
 */
function pausedOrResumed(subscription: SubscriptionRow, situation: Situation): Planned[] {
  const { before, invoices, now } = situation
  const held = before.find(({ id }) => id === subscription.id)
  if (!held || !runs(subscription)) return []
  const at = now.toISOString()
  if (isVoid(subscription, now)) {
    if (isVoid(held, now) && +(held.pauseResumesAt ?? 0) === +(subscription.pauseResumesAt ?? 0))
      return []
    const covered = coveredUntil(subscription.id, invoices)
    return [
      {
        onceKey: `paused:${subscription.id}:${at}`,
        message: {
          kind: 'paused',
          readsUntil: covered && covered > now ? covered.toISOString() : null,
          resumesAt: subscription.pauseResumesAt?.toISOString() ?? null,
        },
      },
    ]
  }
  if (!stood(held) || stood(subscription)) return []
  return [
    {
      onceKey: `resumed:${subscription.id}:${at}`,
      message: {
        kind: 'resumed',
        renewsAt: subscription.periodEnd?.toISOString() ?? null,
        ...costOf(subscription),
      },
    },
  ]
}

function receipt(
  invoice: InvoiceRow,
  subscription: SubscriptionRow,
  { now }: Situation,
): Planned[] {
  if (invoice.status !== 'paid' || invoice.amountPaid <= 0) return []
  const paidAt = invoice.paidAt ?? invoice.createdAt
  if (!isNews(paidAt, now)) return []
  return [
    {
      onceKey: `receipt:${invoice.id}`,
      message: {
        kind: 'receipt',
        number: invoice.number,
        paidAt: paidAt.toISOString(),
        periodStart: invoice.periodStart.toISOString(),
        periodEnd: invoice.periodEnd.toISOString(),
        invoiceUrl: invoice.hostedUrl,
        contract: contractOf(subscription),
        amount: invoice.amountPaid,
        currency: invoice.currency,
      },
    },
  ]
}

function paymentFailed(
  invoice: InvoiceRow,
  subscription: SubscriptionRow,
  { decision, now }: Situation,
): Planned[] {
  const owed = invoice.status === 'open' && invoice.attempts > 0 && invoice.amountRemaining > 0
  if (!owed || subscription.status !== 'past_due' || !isNews(invoice.createdAt, now)) return []
  return [
    {
      onceKey: `payment_failed:${invoice.id}`,
      message: {
        kind: 'payment_failed',
        nextAttemptAt: invoice.nextAttemptAt?.toISOString() ?? null,
        readsUntil: decision.granted ? (decision.paidUntil?.toISOString() ?? null) : null,
        invoiceUrl: invoice.hostedUrl,
        amount: invoice.amountRemaining,
        currency: invoice.currency,
      },
    },
  ]
}
