/**
 * Rows 53 to 62 of the faults in docs/billing.md: what time does to a subscription. The local Stripe
 * is asked over HTTP, its pages are filled in as by a person, the database is real. Each customer
 * lives by a test clock, and `now` is that clock's time.
 */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { useTestDatabase } from '#db/testing/database.ts'
import { DAY, HOUR, later, MINUTE, SECOND } from '#lib/clock.ts'
import { useTestEnvironment } from '#lib/testing/environment.ts'
import { goodCard, post, sim } from '../../local/stripe/testing/start.ts'
import type { Stripe } from './gateway.ts'
import { beginLifeOn, type Life } from './testing/life.ts'

useTestEnvironment()
const database = useTestDatabase()
const start = '2027-01-10T10:00:00Z'
/** Good on the page it is typed into, and declined at every later charge. */
const failsLater = { ...goodCard, number: '4000 0000 0000 0341' }
const at = (iso: string) => new Date(iso)
const unix = (moment: Date) => moment.getTime() / SECOND
const isoOf = (seconds: number | undefined) => new Date((seconds ?? 0) * SECOND).toISOString()

const beginLife = (frozen = start) => beginLifeOn(database, frozen)

const periodEnd = async (life: Life) =>
  new Date(((await life.subscription()).items.data[0]?.current_period_end ?? 0) * SECOND)

/** Granted up to a moment, exclusive, from what we hold. */
async function expectLastMoment(life: Life, end: Date, refusedAs: string) {
  expect(await life.heldAt(later(end, -1))).toMatchObject({ granted: true })
  expect(await life.heldAt(end)).toMatchObject({ granted: false, reason: refusedAs })
}

/** What we decide once the last payment is disputed. */
async function openDispute(life: Life) {
  await sim(life.url, '/disputes', { customer: life.customer.id })
  return life.read()
}

/** What we decide once the dispute has come to this. */
async function decideDispute(life: Life, status: 'under_review' | 'won' | 'lost') {
  const { data } = await life.stripe.disputes.list({ limit: 1 })
  await sim(life.url, `/disputes/${data[0]?.id}`, { status })
  return life.read()
}

test('53: over a renewal the reader has access at every look, whether Stripe was read or not', async () => {
  const life = await beginLife()
  await life.buy()
  const end = await periodEnd(life)
  expect(end).toEqual(at('2027-02-10T10:00:00Z'))
  for (let minutes = -20; minutes <= 80; minutes += 20) {
    const moment = later(end, minutes * MINUTE)
    await life.advanceTo(moment)
    // Before the webhook came, around this moment, and after it.
    for (const near of [-1, 0, 1])
      expect(await life.heldAt(later(moment, near))).toMatchObject({ granted: true })
    expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
  }
  expect(await life.heldAt(end)).toMatchObject({ paidUntil: at('2027-03-10T10:00:00Z') })
  expect(await life.mails()).toEqual(['receipt', 'receipt', 'welcome'])
})

test('53: a renewal that nobody tells us of is waited for, three days and no longer', async () => {
  const life = await beginLife()
  await life.buy()
  const end = await periodEnd(life)
  expect(await life.heldAt(end)).toMatchObject({ granted: true, reason: 'renewal_awaited' })
  await expectLastMoment(life, later(end, 3 * DAY), 'renewal_missing')
  await life.advanceTo(later(end, 4 * DAY))
  expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
})

describe('54: a renewal that fails', () => {
  const failed = at('2027-02-10T11:00:00Z')
  const overdue = later(failed, 14 * DAY)

  async function failToRenew(after: 'cancel' | 'unpaid' | 'past_due') {
    const life = await beginLife()
    await sim(life.url, '/dunning', { after })
    await life.buy(failsLater)
    await life.advanceTo(failed)
    return life
  }

  test('is past due, told on the account page and by mail, readable for 14 days', async () => {
    const life = await failToRenew('past_due')
    expect(await life.read()).toMatchObject({
      granted: true,
      reason: 'payment_failed',
      until: overdue,
    })
    expect(await life.sentence()).toMatch(/^Your last payment failed. Please update your card/)
    // Each retry of Stripe's is declined as well, and makes no new debt of an old one.
    for (const days of [3, 8]) {
      await life.advanceTo(later(failed, days * DAY))
      expect(await life.read()).toMatchObject({ granted: true, until: overdue })
    }
    await expectLastMoment(life, overdue, 'payment_overdue')
    await life.advanceTo(later(failed, 20 * DAY))
    expect(await life.read()).toMatchObject({ granted: false, reason: 'payment_overdue' })
    expect(await life.sentence()).toContain('Update your card to read on.')
    expect(await life.mails()).toEqual(['payment_failed', 'receipt', 'welcome'])
  })

  test.for([
    ['cancel', 'canceled'],
    ['unpaid', 'unpaid'],
  ] as const)('is over when Stripe does: %s', async ([after, reason]) => {
    const life = await failToRenew(after)
    await life.advanceTo(later(failed, 15 * DAY))
    expect(await life.read()).toMatchObject({ granted: false, reason })
  })

  test('of which nobody told us ends with the slack', async () => {
    const life = await failToRenew('past_due')
    expect(await life.heldAt(failed)).toMatchObject({ granted: true, reason: 'renewal_awaited' })
    await expectLastMoment(life, later(at('2027-02-10T10:00:00Z'), 3 * DAY), 'renewal_missing')
  })
})

describe('55: after a failed renewal', () => {
  async function owe() {
    const life = await beginLife()
    await life.buy(failsLater)
    await life.advanceTo(at('2027-02-10T11:00:00Z'))
    expect(await life.read()).toMatchObject({ reason: 'payment_failed' })
    return life
  }
  const recovered = { granted: true, reason: 'active', paidUntil: at('2027-03-10T10:00:00Z') }

  test('a new card in the portal pays at the next try', async () => {
    const life = await owe()
    expect(await post(`${await life.portal()}/card`, goodCard)).toMatchObject({ status: 303 })
    expect(await life.read()).toMatchObject({ granted: true, reason: 'payment_failed' })
    await life.advanceTo(at('2027-02-13T11:00:00Z'))
    expect(await life.read()).toMatchObject(recovered)
    expect(await life.mails()).toEqual(['payment_failed', 'receipt', 'receipt', 'welcome'])
  })

  test('paying the open invoice recovers at once, also who was refused already', async () => {
    const life = await owe()
    await sim(life.url, '/dunning', { after: 'past_due' })
    await life.advanceTo(at('2027-02-28T00:00:00Z'))
    expect(await life.read()).toMatchObject({ granted: false, reason: 'payment_overdue' })
    const { data } = await life.stripe.invoices.list({ customer: life.customer.id, status: 'open' })
    await post(data[0]?.hosted_invoice_url ?? '', goodCard)
    expect(await life.read()).toMatchObject(recovered)
  })
})

const cancelers: [string, (life: Life) => Promise<unknown>][] = [
  [
    'API',
    async (life) =>
      life.stripe.subscriptions.update((await life.subscription()).id, {
        cancel_at_period_end: true,
      }),
  ],
  [
    'portal',
    async (life) => post(`${await life.portal()}/cancel/${(await life.subscription()).id}`),
  ],
  [
    'Dashboard',
    async (life) =>
      sim(life.url, `/subscriptions/${(await life.subscription()).id}/cancel`, {
        when: 'period_end',
      }),
  ],
]

test.each(cancelers)(
  '56: a cancellation by %s leaves access to the second, and no slack',
  async (_through, cancel) => {
    const life = await beginLife()
    await life.buy()
    const end = await periodEnd(life)
    await life.advanceTo(at('2027-01-20T00:00:00Z'))
    await cancel(life)
    expect(await life.read()).toMatchObject({ granted: true, reason: 'active_ending', until: end })
    expect(await life.mails()).toEqual(['ends_on', 'receipt', 'welcome'])
    await life.advanceTo(later(end, -SECOND))
    expect(await life.read()).toMatchObject({ granted: true, reason: 'active_ending' })
    await expectLastMoment(life, end, 'ended_as_scheduled')
    await life.advanceTo(end)
    expect(await life.read()).toMatchObject({ granted: false, reason: 'canceled' })
    expect((await life.checkOut()).kind).toBe('pay')
  },
)

test('56: a cancellation at a moment of staff’s choice ends there', async () => {
  const life = await beginLife()
  await life.buy()
  const end = at('2027-01-20T07:08:09Z')
  await life.stripe.subscriptions.update((await life.subscription()).id, { cancel_at: unix(end) })
  expect(await life.read()).toMatchObject({ granted: true, until: end })
  await expectLastMoment(life, end, 'ended_as_scheduled')
  await life.advanceTo(end)
  expect(await life.read()).toMatchObject({ granted: false, reason: 'canceled' })
})

test.each(cancelers)('57: taken back in the portal after %s, it renews', async (_name, cancel) => {
  const life = await beginLife()
  await life.buy()
  await cancel(life)
  expect(await life.read()).toMatchObject({ reason: 'active_ending' })
  const { id } = await life.subscription()
  expect(await post(`${await life.portal()}/resume/${id}`)).toMatchObject({ status: 303 })
  const end = await periodEnd(life)
  expect(await life.read()).toMatchObject({ granted: true, reason: 'active', paidUntil: end })
  await life.advanceTo(later(end, HOUR))
  expect(await life.read()).toMatchObject({
    granted: true,
    reason: 'active',
    paidUntil: at('2027-03-10T10:00:00Z'),
  })
})

describe('58: a trial', () => {
  const end = at('2027-01-24T10:00:00Z')

  test('becomes a paid subscription, at whose beginning the reader is not shut out', async () => {
    const life = await beginLife()
    await life.subscribe({ trial_period_days: 14 })
    expect(await life.read()).toMatchObject({ granted: true, reason: 'trialing', until: end })
    expect(await life.mails()).toEqual(['welcome'])
    for (const minutes of [-1, 0, 1, 60, 61]) {
      await life.advanceTo(later(end, minutes * MINUTE))
      expect(await life.read()).toMatchObject({ granted: true })
    }
    expect(await life.heldAt(later(end, HOUR))).toMatchObject({
      reason: 'active',
      paidUntil: at('2027-02-24T10:00:00Z'),
    })
    expect(await life.mails()).toEqual(['receipt', 'welcome'])
  })

  test('without a card is paused at its end, to the second, and resumed with one', async () => {
    const life = await beginLife()
    const { id } = await life.stripe.subscriptions.create({
      customer: life.customer.id,
      items: [{ price: life.price.id }],
      trial_period_days: 14,
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    })
    expect(await life.read()).toMatchObject({ granted: true, reason: 'trialing' })
    await expectLastMoment(life, end, 'trial_over')
    await life.advanceTo(end)
    expect(await life.read()).toMatchObject({ granted: false, reason: 'paused' })
    // A paused one is not over: no second one is sold beside it.
    expect((await life.checkOut()).kind).toBe('already_subscribed')
    await post(`${await life.portal()}/card`, goodCard)
    await life.stripe.subscriptions.resume(id, {
      payment_behavior: 'resume_on_payment_success',
    })
    expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
  })
})

describe('59: a first payment that is not finished', () => {
  test('gives nothing, expires after 23 hours, and one can subscribe again', async () => {
    const life = await beginLife()
    await life.subscribe({}, 'pm_card_chargeDeclined')
    expect(await life.read()).toMatchObject({ granted: false, reason: 'incomplete' })
    expect((await life.checkOut()).kind).toBe('already_subscribed')
    await life.advanceTo(later(at(start), 23 * HOUR))
    expect(await life.read()).toMatchObject({ granted: false, reason: 'incomplete_expired' })
    expect(await life.mails()).toEqual([])
    await life.buy()
  })

  test('gives everything as soon as it is', async () => {
    const life = await beginLife()
    await life.subscribe({}, 'pm_card_chargeDeclined')
    const { data } = await life.stripe.invoices.list({ customer: life.customer.id })
    await post(data[0]?.hosted_invoice_url ?? '', goodCard)
    expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
  })
})

describe('60: collection that is paused', () => {
  const resumes = at('2027-03-01T00:00:00Z')

  async function pause(behavior: Stripe.SubscriptionUpdateParams.PauseCollection.Behavior) {
    const life = await beginLife()
    await life.buy()
    await life.stripe.subscriptions.update((await life.subscription()).id, {
      pause_collection: { behavior, resumes_at: unix(resumes) },
    })
    return life
  }

  test('by void: what was paid is read to its end, then nothing until it resumes by itself', async () => {
    const life = await pause('void')
    const paused = { granted: false, reason: 'collection_paused', until: resumes }
    const paid = at('2027-02-10T10:00:00Z')
    expect(await life.read()).toMatchObject({
      granted: true,
      reason: 'pause_scheduled',
      until: paid,
    })
    await expectLastMoment(life, paid, 'collection_paused')
    await life.advanceTo(at('2027-02-11T00:00:00Z'))
    expect(await life.read()).toMatchObject(paused)
    expect(await life.heldAt(later(resumes, -1))).toMatchObject({ granted: false })
    expect(await life.heldAt(resumes)).toMatchObject({ granted: true, reason: 'active' })
    await life.advanceTo(resumes)
    expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
    expect(await life.mails()).toEqual(['paused', 'receipt', 'resumed', 'welcome'])
  })

  test.for(['keep_as_draft', 'mark_uncollectible'] as const)(
    'by %s: everything to read, over a renewal that nobody pays and after it',
    async (behavior) => {
      const life = await pause(behavior)
      const waived = { granted: true, reason: 'collection_waived', until: resumes }
      expect(await life.read()).toMatchObject(waived)
      await life.advanceTo(at('2027-02-11T00:00:00Z'))
      expect(await life.read()).toMatchObject(waived)
      expect(await life.heldAt(later(resumes, -1))).toMatchObject({ granted: true })
      expect(await life.heldAt(resumes)).toMatchObject({ granted: true, reason: 'active' })
      await life.advanceTo(at('2027-03-10T11:00:00Z'))
      expect(await life.read()).toMatchObject({
        granted: true,
        reason: 'active',
        paidUntil: at('2027-04-10T10:00:00Z'),
      })
    },
  )
})

describe('61: money that goes back', () => {
  test('a refund changes nothing about access', async () => {
    const life = await beginLife()
    await life.buy()
    const before = await life.read()
    await sim(life.url, '/refunds', { customer: life.customer.id })
    expect(await life.read()).toEqual(before)
  })

  test('a dispute suspends, under review as well; won, it restores for good', async () => {
    const life = await beginLife()
    await life.buy()
    const before = await life.read()
    expect(await openDispute(life)).toMatchObject({ granted: false, reason: 'disputed' })
    expect(await decideDispute(life, 'under_review')).toMatchObject({ reason: 'disputed' })
    expect(await decideDispute(life, 'won')).toEqual(before)
    await life.advanceTo(at('2027-02-10T11:00:00Z'))
    expect(await life.read()).toMatchObject({ granted: true, reason: 'active' })
  })

  test('lost, it ends access, and no renewal brings it back', async () => {
    const life = await beginLife()
    await life.buy()
    await openDispute(life)
    expect(await decideDispute(life, 'lost')).toMatchObject({
      granted: false,
      reason: 'dispute_lost',
    })
    // Nor is another month charged for it.
    expect(await life.subscription()).toMatchObject({ status: 'canceled' })
    await life.advanceTo(at('2027-02-10T11:00:00Z'))
    expect(await life.read()).toMatchObject({ granted: false, reason: 'dispute_lost' })
    expect((await life.stripe.charges.list({ customer: life.customer.id })).data).toHaveLength(1)
  })
})

describe.each([
  ['UTC', 0],
  ['Asia/Kathmandu', -345],
  ['America/New_York', 300],
])('62: in the zone %s', (zone, offset) => {
  beforeAll(() => {
    vi.stubEnv('TZ', zone)
    return () => vi.unstubAllEnvs()
  })

  test('this process really is there', () => {
    expect(at(start).getTimezoneOffset()).toBe(offset)
  })

  test('a month that begins on the 31st ends when Stripe says, in every month and to the second', async () => {
    const life = await beginLife('2027-01-31T23:30:00Z')
    await life.buy()
    const ends: string[] = []
    for (let month = 0; month < 4; month++) {
      const end = isoOf((await life.subscription()).items.data[0]?.current_period_end)
      expect(await life.read()).toMatchObject({ granted: true, paidUntil: at(end) })
      await expectLastMoment(life, later(at(end), 3 * DAY), 'renewal_missing')
      ends.push(end)
      await life.advanceTo(at(end))
    }
    expect(ends).toEqual([
      '2027-02-28T23:30:00.000Z',
      '2027-03-31T23:30:00.000Z',
      '2027-04-30T23:30:00.000Z',
      '2027-05-31T23:30:00.000Z',
    ])
  })

  test('a cancellation in the hour that the change of clocks leaves out or repeats', async () => {
    // 2:30 does not exist in New York on the first of these mornings and comes twice on the second.
    for (const end of [at('2027-03-14T07:30:00Z'), at('2027-11-07T06:30:00Z')]) {
      const life = await beginLife(later(end, -10 * DAY).toISOString())
      await life.buy()
      await life.stripe.subscriptions.update((await life.subscription()).id, {
        cancel_at: unix(end),
      })
      expect(await life.read()).toMatchObject({ granted: true, until: end })
      await expectLastMoment(life, end, 'ended_as_scheduled')
      await life.advanceTo(end)
      expect(await life.read()).toMatchObject({ granted: false, reason: 'canceled' })
    }
  })
})
