import { describe, expect, test } from 'vitest'
import { DAY, later } from '#lib/clock.ts'
import { planNotices, type Watched } from './plan-notices.ts'

const now = new Date('2027-03-12T09:30:00Z')
const inDays = (days: number) => later(now, days * DAY)
const watched = (changes: Partial<Watched> = {}): Watched => ({
  readerId: 'reader_1',
  email: 'a@example.org',
  customerId: 'cus_1',
  subscriptionId: 'sub_1',
  priceId: 'price_1',
  status: 'active',
  amount: 500,
  discounted: null,
  currency: 'usd',
  interval: 'month',
  periodEnd: inDays(10),
  trialEnd: null,
  endsAt: null,
  createdAt: inDays(-200),
  card: null,
  owed: null,
  readsUntil: null,
  ...changes,
})
const keys = (changes: Partial<Watched>) =>
  planNotices(watched(changes), now).map(({ onceKey }) => onceKey)

const owing = (age: number, changes: Partial<Watched> = {}): Partial<Watched> => ({
  status: 'past_due',
  owed: { invoiceId: 'in_1', amount: 500, createdAt: inDays(-age) },
  readsUntil: inDays(14 - age),
  ...changes,
})
const card = (month: number, year: number): Partial<Watched> => ({
  card: { brand: 'visa', last4: '4242', month, year },
})

test('a month that renews as always brings nothing', () => {
  expect(keys({})).toEqual([])
})

describe('an unpaid invoice is remembered', () => {
  test.each<[string, Partial<Watched>, string[]]>([
    ['not on the first days', owing(4.9), []],
    ['on the fifth', owing(5), ['payment_reminder:in_1:second']],
    ['and on the eleventh', owing(11), ['payment_reminder:in_1:last']],
    ['once a run, after an outage of ours', owing(13), ['payment_reminder:in_1:last']],
    ['not when access is over', owing(15, { readsUntil: null }), []],
    ['not when it was paid', owing(6, { status: 'active', owed: null }), []],
  ])('%s', (_name, changes, expected) => {
    expect(keys(changes)).toEqual(expected)
  })
})

describe('a year that renews is told', () => {
  const year = { interval: 'year', amount: 5000 }
  const key = (days: number) => `renewal_notice:sub_1:${inDays(days).toISOString()}`
  test.each<[string, Partial<Watched>, string[]]>([
    ['not more than thirty days before', { ...year, periodEnd: inDays(30.1) }, []],
    ['thirty days before', { ...year, periodEnd: inDays(30) }, [key(30)]],
    ['not when it is too late to be a notice', { ...year, periodEnd: inDays(1.9) }, []],
    ['not when it ends', { ...year, periodEnd: inDays(20), endsAt: inDays(20) }, []],
    ['not of a month', { periodEnd: inDays(20) }, []],
  ])('%s', (_name, changes, expected) => {
    expect(keys(changes)).toEqual(expected)
  })
})

describe('a trial that ends is told', () => {
  const trial = (days: number, age: number): Partial<Watched> => ({
    status: 'trialing',
    trialEnd: inDays(days),
    periodEnd: inDays(days),
    createdAt: inDays(-age),
  })
  const key = (days: number) => `trial_ending:sub_1:${inDays(days).toISOString()}`
  test.each<[string, Partial<Watched>, string[]]>([
    ['a week before', trial(7, 23), [key(7)]],
    ['not before that', trial(7.1, 23), []],
    ['of ten days not in the first half', trial(6, 4), []],
    ['of ten days in the second', trial(5, 5), [key(5)]],
    ['not when it is canceled', { ...trial(3, 20), endsAt: inDays(3) }, []],
  ])('%s', (_name, changes, expected) => {
    expect(keys(changes)).toEqual(expected)
  })
})

describe('a card that expires is told', () => {
  const key = 'card_expiring:cus_1:4242:2027-03'
  test.each<[string, Partial<Watched>, string[]]>([
    ['at the end of this month', card(3, 2027), [key]],
    ['not of the next', card(4, 2027), []],
    ['not when it has expired long ago', card(1, 2027), []],
    ['not when nothing more is charged', { ...card(3, 2027), endsAt: inDays(3) }, []],
    ['in December as well', { ...card(12, 2027) }, []],
  ])('%s', (_name, changes, expected) => {
    expect(keys(changes)).toEqual(expected)
  })

  test('of December it is the first of January', () => {
    const inDecember = new Date('2027-12-10T00:00:00Z')
    const [first] = planNotices(watched(card(12, 2027)), inDecember)
    expect(first?.onceKey).toBe('card_expiring:cus_1:4242:2027-12')
  })
})
