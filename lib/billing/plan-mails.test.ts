import { describe, expect, test } from 'vitest'
import type { InvoiceRow, SubscriptionRow } from '#db/queries/billing.ts'
import type { AccessDecision } from '#lib/access/verdict.ts'
import { planMails } from './plan-mails.ts'

const now = new Date('2027-03-12T09:30:00.000Z')
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)
const justUnder3Days = new Date(inDays(-3).getTime() + 1)

const subscription = (changes: Partial<SubscriptionRow> = {}): SubscriptionRow => ({
  id: 'sub_1',
  customerId: 'cus_1',
  status: 'active',
  ours: true,
  priceId: 'price_1',
  unitAmount: 500,
  currency: 'usd',
  interval: 'month',
  quantity: 1,
  discountedAmount: null,
  periodStart: inDays(-1),
  periodEnd: inDays(29),
  cancelAt: null,
  cancelAtPeriodEnd: false,
  canceledAt: null,
  endedAt: null,
  trialEnd: null,
  pauseBehavior: null,
  pauseResumesAt: null,
  unpaidSince: null,
  knownUntil: null,
  oddity: null,
  // Not news, so that a table about something else has no welcome in it.
  createdAt: inDays(-40),
  syncedAt: now,
  vanishedAt: null,
  ...changes,
})

const invoice = (changes: Partial<InvoiceRow> = {}): InvoiceRow => ({
  id: 'in_1',
  customerId: 'cus_1',
  subscriptionId: 'sub_1',
  number: 'L-1',
  status: 'paid',
  billingReason: 'subscription_cycle',
  currency: 'usd',
  amountDue: 500,
  amountPaid: 500,
  amountRemaining: 0,
  attempts: 1,
  nextAttemptAt: null,
  periodStart: inDays(-1),
  periodEnd: inDays(29),
  createdAt: inDays(-1),
  paidAt: inDays(-1),
  hostedUrl: 'https://invoice.stripe.com/i/in_1',
  pdfUrl: null,
  syncedAt: now,
  ...changes,
})
const owed = (changes: Partial<InvoiceRow> = {}) =>
  invoice({ status: 'open', amountPaid: 0, amountRemaining: 500, paidAt: null, ...changes })

const granted: AccessDecision = {
  granted: true,
  reason: 'payment_failed',
  until: inDays(13),
  paidUntil: inDays(13),
  via: { kind: 'subscription', id: 'sub_1' },
}

const plan = (
  subscriptions: SubscriptionRow[],
  invoices: InvoiceRow[] = [],
  decision: AccessDecision = granted,
  before: SubscriptionRow[] = [],
) =>
  planMails({
    reader: { readerId: 'reader_1', email: 'a@example.org' },
    before,
    subscriptions,
    invoices,
    decision,
    now,
  })
const keys = (...args: Parameters<typeof plan>) => plan(...args).map((one) => one.onceKey)
const endOf = (changes: Partial<SubscriptionRow>) => keys([subscription(changes)])

test('every message goes to the reader it is about', () => {
  const [first] = plan([subscription({ createdAt: now })])
  expect(first).toMatchObject({ to: 'a@example.org', readerId: 'reader_1' })
})

describe('welcome', () => {
  test.each<[string, Partial<SubscriptionRow>, string[]]>([
    ['active', { createdAt: now }, ['welcome:sub_1']],
    ['trialing', { createdAt: now, status: 'trialing' }, ['welcome:sub_1']],
    ['not paid yet', { createdAt: now, status: 'incomplete' }, []],
    ['over', { createdAt: now, status: 'canceled' }, []],
    ['almost three days old', { createdAt: justUnder3Days }, ['welcome:sub_1']],
    ['three days old: history', { createdAt: inDays(-3) }, []],
  ])('%s', (_name, changes, expected) => {
    expect(endOf(changes)).toEqual(expected)
  })

  test('it names the price of what was bought, three times for three', () => {
    const [first] = plan([subscription({ createdAt: now, quantity: 3 })])
    expect(first?.message).toEqual({
      kind: 'welcome',
      renewsAt: inDays(29).toISOString(),
      contract: { subscriptionId: 'sub_1', concludedAt: now.toISOString() },
      amount: 1500,
      currency: 'usd',
      discounted: null,
    })
  })

  test('it names what is paid next as well, where something is given off', () => {
    const [first] = plan([subscription({ createdAt: now, discountedAmount: 333 })])
    expect(first?.message).toMatchObject({ amount: 500, discounted: 333 })
  })
})

describe('ends on', () => {
  const canceled = { canceledAt: inDays(-1), cancelAt: inDays(29) }
  const key = `ends_on:sub_1:${inDays(-1).toISOString()}`
  test.each<[string, Partial<SubscriptionRow>, string[]]>([
    ['not canceled', {}, []],
    ['in the portal', canceled, [key]],
    ['by API', { ...canceled, cancelAtPeriodEnd: true }, [key]],
    [
      'at period end, on an older object',
      { canceledAt: inDays(-1), cancelAtPeriodEnd: true },
      [key],
    ],
    [
      'without a date of the decision',
      { cancelAt: inDays(2) },
      [`ends_on:sub_1:${inDays(2).toISOString()}`],
    ],
    ['while trialing', { ...canceled, status: 'trialing' }, [key]],
    ['while past due', { ...canceled, status: 'past_due' }, [key]],
    ['already over', { ...canceled, status: 'canceled' }, []],
    ['the end has come', { canceledAt: inDays(-1), cancelAt: now }, []],
    ['decided three days ago: history', { canceledAt: inDays(-3), cancelAt: inDays(9) }, []],
  ])('%s', (_name, changes, expected) => {
    expect(endOf(changes)).toEqual(expected)
  })

  test('canceled, resumed and canceled again is told twice, each once', () => {
    const first = endOf(canceled)
    const resumed = endOf({ canceledAt: null, cancelAt: null })
    const again = endOf({ ...canceled, canceledAt: now })
    expect([first.length, resumed.length, again.length]).toEqual([1, 0, 1])
    expect(new Set([...first, ...endOf(canceled), ...again]).size).toBe(2)
  })
})

describe('receipt', () => {
  test.each<[string, Partial<InvoiceRow>, string[]]>([
    ['paid', {}, ['receipt:in_1']],
    ['nothing paid (trial, coupon)', { amountPaid: 0 }, []],
    ['open', { status: 'open', paidAt: null }, []],
    ['void', { status: 'void' }, []],
    ['paid almost three days ago', { paidAt: justUnder3Days }, ['receipt:in_1']],
    ['paid three days ago: history', { paidAt: inDays(-3) }, []],
    ['an old invoice paid today', { createdAt: inDays(-30), paidAt: now }, ['receipt:in_1']],
    ['of another subscription', { subscriptionId: 'sub_9' }, []],
    ['of no subscription', { subscriptionId: null }, []],
  ])('%s', (_name, changes, expected) => {
    expect(keys([subscription()], [invoice(changes)])).toEqual(expected)
  })

  test('two years of history bring none', () => {
    const history = Array.from({ length: 24 }, (_, month) =>
      invoice({ id: `in_${month}`, paidAt: inDays(-30 * (month + 1)) }),
    )
    expect(keys([subscription()], history)).toEqual([])
  })
})

const late = subscription({ status: 'past_due' })

function toldToReadUntil(decision: AccessDecision) {
  const [first] = plan([late], [owed()], decision)
  return first?.message.kind === 'payment_failed' ? first.message.readsUntil : undefined
}

describe('payment failed', () => {
  test.each<[string, InvoiceRow, SubscriptionRow, string[]]>([
    ['tried and open', owed(), late, ['payment_failed:in_1']],
    ['not tried yet', owed({ attempts: 0 }), late, []],
    ['paid meanwhile', invoice(), late, ['receipt:in_1']],
    ['given up', owed({ status: 'uncollectible' }), late, []],
    ['three days old', owed({ createdAt: inDays(-3) }), late, []],
    [
      'a first payment, which Stripe’s page tells',
      owed(),
      subscription({ status: 'incomplete' }),
      [],
    ],
  ])('%s', (_name, row, of, expected) => {
    expect(keys([of], [row])).toEqual(expected)
  })

  test('it says until when one can read, or nothing about it', () => {
    expect(toldToReadUntil(granted)).toBe(inDays(13).toISOString())
    expect(toldToReadUntil({ ...granted, granted: false, paidUntil: null })).toBeNull()
  })

  test('a second try of the same invoice is the same message', () => {
    expect(keys([late], [owed({ attempts: 2 })])).toEqual(keys([late], [owed()]))
  })
})

describe('paused and resumed', () => {
  const from = (before: Partial<SubscriptionRow> | null, after: Partial<SubscriptionRow>) =>
    plan(
      [subscription(after)],
      [invoice({ paidAt: inDays(-9) })],
      granted,
      before === null ? [] : [subscription(before)],
    ).map(({ message }) => message.kind)
  const paused = { pauseBehavior: 'void', pauseResumesAt: inDays(40) }
  const longer = { pauseBehavior: 'void', pauseResumesAt: inDays(70) }
  const ending = { canceledAt: inDays(-9), cancelAt: inDays(9) }
  test.each<[string, Partial<SubscriptionRow> | null, Partial<SubscriptionRow>, string[]]>([
    ['paused', {}, paused, ['paused']],
    ['read again', paused, paused, []],
    ['for longer', paused, longer, ['paused']],
    ['first seen so: history', null, paused, []],
    ['only payments are paused', {}, { pauseBehavior: 'keep_as_draft' }, []],
    ['resumed', paused, {}, ['resumed']],
    ['resumed by itself', { ...paused, pauseResumesAt: inDays(-1) }, {}, ['resumed']],
    ['a cancellation taken back', ending, {}, ['resumed']],
    ['taken back into a pause', ending, paused, ['paused']],
    ['paused without a card, then with one', { status: 'paused' }, {}, ['resumed']],
    ['a pause that ends in the end', paused, { status: 'canceled' }, []],
    ['a pause that becomes a cancellation', paused, ending, []],
    ['nothing new', {}, {}, []],
  ])('%s', (_name, before, after, expected) => {
    expect(from(before, after)).toEqual(expected)
  })

  test('it says until when what was paid is read, and when it resumes', () => {
    const [resumesAt, readsUntil] = [inDays(40).toISOString(), inDays(29).toISOString()]
    for (const [invoices, until] of [
      [[invoice()], readsUntil],
      [[], null],
    ] as const) {
      const [first] = plan([subscription(paused)], [...invoices], granted, [subscription()])
      expect(first?.message).toEqual({ kind: 'paused', readsUntil: until, resumesAt })
    }
  })
})
