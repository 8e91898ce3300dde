import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideAccess, decideForClass, readerClassOf } from './decide.ts'
import type { DisputeFact, GrantFact, ReaderFacts, SubscriptionFact } from './facts.ts'
import type { AccessLevel } from './level.ts'
import { dispute, grant, inDays, now, reader, subscription } from './testing/facts.ts'

const DAY = 24 * 3_600_000
const decide = (facts: ReaderFacts | null, at = now) => decideAccess('subscriber', facts, at)
const withSubscription = (changes: Partial<SubscriptionFact>) =>
  reader({ subscriptions: [subscription(changes)] })
const before = (moment: Date) => new Date(moment.getTime() - 1)

/** Each row of billing.md §2: what is known, what is decided, why, and the date people are told. */
const table: [string, ReaderFacts, boolean, string, Date | null][] = [
  ['no subscription', reader(), false, 'no_subscription', null],
  ['incomplete', withSubscription({ status: 'incomplete' }), false, 'incomplete', null],
  [
    'incomplete_expired',
    withSubscription({ status: 'incomplete_expired' }),
    false,
    'incomplete_expired',
    null,
  ],
  [
    'trialing',
    withSubscription({ status: 'trialing', trialEnd: inDays(5) }),
    true,
    'trialing',
    inDays(5),
  ],
  [
    'trialing, canceled for its end',
    withSubscription({ status: 'trialing', trialEnd: inDays(5), cancelAt: inDays(5) }),
    true,
    'trial_ending',
    inDays(5),
  ],
  ['active', withSubscription({}), true, 'active', inDays(15)],
  [
    'active, canceled in the portal (cancel_at alone)',
    withSubscription({ cancelAt: inDays(15) }),
    true,
    'active_ending',
    inDays(15),
  ],
  [
    'active, canceled by API (both fields)',
    withSubscription({ cancelAt: inDays(15), cancelAtPeriodEnd: true }),
    true,
    'active_ending',
    inDays(15),
  ],
  [
    'active, canceled at period end on an older object (one field)',
    withSubscription({ cancelAtPeriodEnd: true }),
    true,
    'active_ending',
    inDays(15),
  ],
  [
    'active, period over, within the slack',
    withSubscription({ periodEnd: inDays(-2) }),
    true,
    'renewal_awaited',
    inDays(-2),
  ],
  [
    'active, period over for longer than the slack',
    withSubscription({ periodEnd: inDays(-4) }),
    false,
    'renewal_missing',
    null,
  ],
  [
    'active, no period on its items (older API version)',
    withSubscription({ periodStart: null, periodEnd: null }),
    true,
    'active',
    null,
  ],
  [
    'past_due, unpaid for 13 days',
    withSubscription({ status: 'past_due', unpaidSince: inDays(-13) }),
    true,
    'payment_failed',
    inDays(1),
  ],
  [
    'past_due, unpaid for 15 days, even if Stripe never cancels',
    withSubscription({ status: 'past_due', unpaidSince: inDays(-15) }),
    false,
    'payment_overdue',
    null,
  ],
  [
    'past_due, canceled before the grace is over',
    withSubscription({ status: 'past_due', unpaidSince: inDays(-1), cancelAt: inDays(2) }),
    true,
    'payment_failed',
    inDays(2),
  ],
  [
    'past_due, the debt dated by its period',
    withSubscription({ status: 'past_due', periodStart: inDays(-3) }),
    true,
    'payment_failed',
    inDays(11),
  ],
  ['unpaid', withSubscription({ status: 'unpaid' }), false, 'unpaid', null],
  ['paused', withSubscription({ status: 'paused' }), false, 'paused', null],
  [
    'collection paused, invoices void',
    withSubscription({ pause: { behavior: 'void', resumesAt: inDays(9) } }),
    false,
    'collection_paused',
    null,
  ],
  [
    'collection paused, invoices void, in the period that was paid before',
    withSubscription({
      pause: { behavior: 'void', resumesAt: inDays(40) },
      coveredUntil: inDays(15),
    }),
    true,
    'pause_scheduled',
    inDays(15),
  ],
  [
    'collection paused, invoices void, after the period that was paid before',
    withSubscription({
      pause: { behavior: 'void', resumesAt: inDays(40) },
      coveredUntil: inDays(-1),
    }),
    false,
    'collection_paused',
    null,
  ],
  [
    'collection paused, invoices void, for less long than what was paid before',
    withSubscription({
      pause: { behavior: 'void', resumesAt: inDays(9) },
      coveredUntil: inDays(15),
    }),
    true,
    'active',
    inDays(15),
  ],
  [
    'collection paused, invoices void, and canceled for the end of what was paid before',
    withSubscription({
      pause: { behavior: 'void', resumesAt: inDays(40) },
      coveredUntil: inDays(15),
      cancelAt: inDays(15),
    }),
    true,
    'active_ending',
    inDays(15),
  ],
  [
    'collection paused, invoices void, in a trial that was paid with nothing',
    withSubscription({
      status: 'trialing',
      trialEnd: inDays(5),
      pause: { behavior: 'void', resumesAt: null },
      coveredUntil: inDays(5),
    }),
    true,
    'pause_scheduled',
    inDays(5),
  ],
  [
    'collection paused, invoices kept as drafts',
    withSubscription({ pause: { behavior: 'keep_as_draft', resumesAt: inDays(9) } }),
    true,
    'collection_waived',
    inDays(9),
  ],
  [
    'collection paused, invoices uncollectible',
    withSubscription({ pause: { behavior: 'mark_uncollectible', resumesAt: inDays(40) } }),
    true,
    'collection_waived',
    inDays(40),
  ],
  [
    'collection paused, invoices void, while trialing',
    withSubscription({
      status: 'trialing',
      trialEnd: inDays(5),
      pause: { behavior: 'void', resumesAt: null },
    }),
    false,
    'collection_paused',
    null,
  ],
  [
    'collection paused, invoices kept as drafts, while past due: the debt stays one',
    withSubscription({
      status: 'past_due',
      unpaidSince: inDays(-15),
      pause: { behavior: 'keep_as_draft', resumesAt: null },
    }),
    false,
    'payment_overdue',
    null,
  ],
  [
    'collection paused, and canceled meanwhile',
    withSubscription({ status: 'canceled', pause: { behavior: 'keep_as_draft', resumesAt: null } }),
    false,
    'canceled',
    null,
  ],
  [
    'collection paused until yesterday',
    withSubscription({ pause: { behavior: 'void', resumesAt: inDays(-1) } }),
    true,
    'active',
    inDays(15),
  ],
  [
    'collection paused in a way we do not know, nothing known before',
    withSubscription({ pause: { behavior: 'hibernate', resumesAt: null } }),
    false,
    'unknown',
    null,
  ],
  [
    'canceled',
    withSubscription({ status: 'canceled', endedAt: inDays(-1) }),
    false,
    'canceled',
    null,
  ],
  [
    'a status we do not know, nothing known before',
    withSubscription({ status: 'hibernating' }),
    false,
    'unknown',
    null,
  ],
  [
    'a status we do not know, access known before',
    withSubscription({ status: 'hibernating', knownUntil: inDays(4) }),
    true,
    'unknown_kept',
    inDays(4),
  ],
  [
    'dispute open',
    reader({ subscriptions: [subscription()], disputes: [dispute()] }),
    false,
    'disputed',
    null,
  ],
  [
    'dispute under review',
    reader({
      subscriptions: [subscription()],
      disputes: [dispute({ status: 'under_review', subscriptionId: 'sub_1' })],
    }),
    false,
    'disputed',
    null,
  ],
  [
    'dispute of another subscription',
    reader({ subscriptions: [subscription()], disputes: [dispute({ subscriptionId: 'sub_2' })] }),
    true,
    'active',
    inDays(15),
  ],
  [
    'dispute won',
    reader({ subscriptions: [subscription()], disputes: [dispute({ status: 'won' })] }),
    true,
    'active',
    inDays(15),
  ],
  [
    'dispute lost',
    reader({ subscriptions: [subscription()], disputes: [dispute({ status: 'lost' })] }),
    false,
    'dispute_lost',
    null,
  ],
  [
    'a bank’s early inquiry, no money moved',
    reader({
      subscriptions: [subscription()],
      disputes: [dispute({ status: 'warning_needs_response' })],
    }),
    true,
    'active',
    inDays(15),
  ],
  [
    'dispute in a state we do not know',
    reader({ subscriptions: [subscription()], disputes: [dispute({ status: 'escalated' })] }),
    false,
    'disputed',
    null,
  ],
  ['granted by staff', reader({ grants: [grant()] }), true, 'staff_grant', inDays(15)],
  ['a gift', reader({ grants: [grant({ kind: 'gift' })] }), true, 'gift', inDays(15)],
  ['grant over', reader({ grants: [grant({ endsAt: inDays(-1) })] }), false, 'grant_over', null],
  [
    'grant revoked',
    reader({ grants: [grant({ revokedAt: inDays(-1) })] }),
    false,
    'grant_over',
    null,
  ],
  [
    'grant not begun',
    reader({ grants: [grant({ startsAt: inDays(1) })] }),
    false,
    'no_subscription',
    null,
  ],
  [
    'grant, beside a disputed subscription',
    reader({ subscriptions: [subscription()], disputes: [dispute()], grants: [grant()] }),
    true,
    'staff_grant',
    inDays(15),
  ],
  [
    'several subscriptions: the one that lasts longest',
    reader({
      subscriptions: [
        subscription({ id: 'sub_1', status: 'canceled' }),
        subscription({ id: 'sub_2', cancelAt: inDays(3) }),
        subscription({ id: 'sub_3', periodEnd: inDays(20) }),
      ],
    }),
    true,
    'active',
    inDays(20),
  ],
  [
    'several refusals: the one the reader can act on',
    reader({
      subscriptions: [
        subscription({ id: 'sub_1', status: 'canceled' }),
        subscription({ id: 'sub_2', status: 'unpaid' }),
      ],
    }),
    false,
    'unpaid',
    null,
  ],
  ['staff', reader({ staffRole: 'support' }), true, 'staff', null],
]

test.each(table)('%s', (_name, facts, granted, reason, paidUntil) => {
  expect(decide(facts)).toMatchObject({ granted, reason, paidUntil })
})

describe('the last moment', () => {
  const ends: [string, ReaderFacts, Date, string, string][] = [
    [
      'a scheduled end',
      withSubscription({ cancelAt: inDays(3) }),
      inDays(3),
      'active_ending',
      'ended_as_scheduled',
    ],
    [
      'a trial',
      withSubscription({ status: 'trialing', trialEnd: inDays(3) }),
      inDays(3),
      'trialing',
      'trial_over',
    ],
    [
      'the slack after a period',
      withSubscription({ periodEnd: inDays(1) }),
      inDays(4),
      'renewal_awaited',
      'renewal_missing',
    ],
    [
      'the grace after a failed payment',
      withSubscription({ status: 'past_due', unpaidSince: inDays(0) }),
      inDays(14),
      'payment_failed',
      'payment_overdue',
    ],
    [
      'what was known before an unknown state',
      withSubscription({ status: 'hibernating', knownUntil: inDays(2) }),
      inDays(2),
      'unknown_kept',
      'unknown',
    ],
    [
      'a grant',
      reader({ grants: [grant({ endsAt: inDays(2) })] }),
      inDays(2),
      'staff_grant',
      'grant_over',
    ],
    [
      'a grant that is revoked',
      reader({ grants: [grant({ revokedAt: inDays(2) })] }),
      inDays(2),
      'staff_grant',
      'grant_over',
    ],
    [
      'a trial that was canceled for sooner',
      withSubscription({ status: 'trialing', trialEnd: inDays(9), cancelAt: inDays(2) }),
      inDays(2),
      'trial_ending',
      'trial_over',
    ],
    [
      'an unpaid subscription that was canceled for sooner than the grace',
      withSubscription({ status: 'past_due', unpaidSince: inDays(-1), cancelAt: inDays(2) }),
      inDays(2),
      'payment_failed',
      'payment_overdue',
    ],
    [
      'what was paid before collection was paused',
      withSubscription({
        pause: { behavior: 'void', resumesAt: inDays(40) },
        coveredUntil: inDays(3),
      }),
      inDays(3),
      'pause_scheduled',
      'collection_paused',
    ],
    [
      'a scheduled end while collection is paused',
      withSubscription({
        cancelAt: inDays(2),
        pause: { behavior: 'keep_as_draft', resumesAt: inDays(9) },
      }),
      inDays(2),
      'collection_waived',
      'ended_as_scheduled',
    ],
  ]
  test.each(ends)('%s grants until its end, exclusive', (_name, facts, end, granted, refused) => {
    expect(decide(facts, before(end))).toMatchObject({ granted: true, reason: granted, until: end })
    expect(decide(facts, end)).toMatchObject({ granted: false, reason: refused })
  })

  test('the paid period turns into slack at its end, without a flicker', () => {
    const facts = withSubscription({ periodEnd: inDays(1) })
    expect(decide(facts, before(inDays(1)))).toMatchObject({ granted: true, reason: 'active' })
    expect(decide(facts, inDays(1))).toMatchObject({ granted: true, reason: 'renewal_awaited' })
  })

  test('a grant begins at its start, inclusive', () => {
    const facts = reader({ grants: [grant({ startsAt: inDays(1) })] })
    expect(decide(facts, before(inDays(1))).granted).toBe(false)
    expect(decide(facts, inDays(1)).granted).toBe(true)
  })

  test('a cancellation ends without slack, although the period’s end would have some', () => {
    const facts = withSubscription({ periodEnd: inDays(1), cancelAtPeriodEnd: true })
    expect(decide(facts, before(inDays(1))).granted).toBe(true)
    expect(decide(facts, inDays(1))).toMatchObject({ granted: false, reason: 'ended_as_scheduled' })
  })

  test('collection that was waived turns into the ordinary state when it resumes', () => {
    const facts = withSubscription({
      pause: { behavior: 'mark_uncollectible', resumesAt: inDays(1) },
    })
    expect(decide(facts, before(inDays(1)))).toMatchObject({ reason: 'collection_waived' })
    expect(decide(facts, inDays(1))).toMatchObject({ granted: true, reason: 'active' })
  })

  test('a pause of collection ends by itself', () => {
    const facts = withSubscription({ pause: { behavior: 'void', resumesAt: inDays(1) } })
    expect(decide(facts, before(inDays(1))).granted).toBe(false)
    expect(decide(facts, inDays(1)).granted).toBe(true)
  })
})

describe('levels', () => {
  test.each<[AccessLevel, ReaderFacts | null, boolean, string]>([
    ['free', null, true, 'free_article'],
    ['free', reader(), true, 'free_article'],
    ['registered', null, false, 'not_signed_in'],
    ['registered', reader(), true, 'signed_in'],
    ['subscriber', null, false, 'not_signed_in'],
    ['subscriber', reader(), false, 'no_subscription'],
  ])('%s', (level, facts, granted, reason) => {
    expect(decideAccess(level, facts, now)).toMatchObject({ granted, reason })
  })

  test('a level that does not exist is a refusal', () => {
    const level: AccessLevel = JSON.parse('"platinum"')
    expect(decideAccess(level, withSubscription({}), now).granted).toBe(false)
    expect(decideForClass(level, 'subscriber').granted).toBe(false)
  })
})

/* Properties, over facts as strange as the types allow. */

const moment = fc.integer({ min: -60, max: 60 }).map((days) => inDays(days))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const anySubscription: fc.Arbitrary<SubscriptionFact> = fc.record({
  id: fc.constantFrom('sub_1', 'sub_2', 'sub_3'),
  status: fc.constantFrom(
    'active',
    'trialing',
    'past_due',
    'unpaid',
    'paused',
    'canceled',
    'incomplete',
    'hibernating',
  ),
  periodStart: maybe(moment),
  periodEnd: maybe(moment),
  cancelAt: maybe(moment),
  cancelAtPeriodEnd: fc.boolean(),
  endedAt: maybe(moment),
  trialEnd: maybe(moment),
  pause: maybe(
    fc.record({
      behavior: fc.constantFrom('void', 'keep_as_draft', 'mark_uncollectible', 'new'),
      resumesAt: maybe(moment),
    }),
  ),
  coveredUntil: maybe(moment),
  unpaidSince: maybe(moment),
  knownUntil: maybe(moment),
})
const anyGrant: fc.Arbitrary<GrantFact> = fc.record({
  id: fc.constant('grant_1'),
  kind: fc.constantFrom('staff', 'gift'),
  giver: fc.constant('the desk'),
  startsAt: moment,
  endsAt: moment,
  revokedAt: maybe(moment),
})
const anyDispute: fc.Arbitrary<DisputeFact> = fc.record({
  id: fc.constant('du_1'),
  status: fc.constantFrom('needs_response', 'under_review', 'won', 'lost', 'warning_closed', 'new'),
  subscriptionId: maybe(fc.constantFrom('sub_1', 'sub_2')),
})
const anyReader: fc.Arbitrary<ReaderFacts> = fc.record({
  staffRole: maybe(fc.constantFrom('support', 'writer', 'editor', 'admin')),
  subscriptions: fc.array(anySubscription, { maxLength: 3 }),
  grants: fc.array(anyGrant, { maxLength: 2 }),
  disputes: fc.array(anyDispute, { maxLength: 2 }),
})
const anyLevel = fc.constantFrom<AccessLevel>('free', 'registered', 'subscriber')
const anyTime = fc.integer({ min: -70 * DAY, max: 70 * DAY }).map((ms) => new Date(+now + ms))

test('a page that knows only the class decides as if it knew the reader', () => {
  fc.assert(
    fc.property(anyLevel, maybe(anyReader), anyTime, (level, facts, at) => {
      const byClass = decideForClass(level, readerClassOf(facts, at))
      expect(byClass.granted).toBe(decideAccess(level, facts, at).granted)
    }),
  )
})

test('what is granted until a moment is granted at every moment before it', () => {
  fc.assert(
    fc.property(
      anyReader,
      anyTime,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (facts, at, part) => {
        const decision = decide(facts, at)
        if (!decision.granted || decision.until === null) return
        const span = decision.until.getTime() - at.getTime()
        const meanwhile = new Date(at.getTime() + Math.floor(span * part * 0.999_999))
        expect(decide(facts, meanwhile).granted).toBe(true)
      },
    ),
  )
})

test('a grant says through what, and ends later than now', () => {
  fc.assert(
    fc.property(anyReader, anyTime, (facts, at) => {
      const decision = decide(facts, at)
      if (!decision.granted) return
      expect(decision.via).not.toBeNull()
      expect(+(decision.until ?? inDays(99))).toBeGreaterThan(+at)
    }),
  )
})

test('one more source of access never takes access away', () => {
  fc.assert(
    fc.property(anyReader, anyGrant, anyTime, (facts, more, at) => {
      if (!decide(facts, at).granted) return
      expect(decide({ ...facts, grants: [...facts.grants, more] }, at).granted).toBe(true)
    }),
  )
})
