import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideAccess } from '#lib/access/decide.ts'
import { inDays, now, reader, subscription } from '#lib/access/testing/facts.ts'
import { changeableUntil, decideWriting, isHeldByReports, type Wish } from './decide.ts'

const stranger = null
const registered = reader()
const subscriber = reader({ subscriptions: [subscription()] })
const lapsed = reader({
  subscriptions: [subscription({ status: 'canceled', endedAt: inDays(-3), periodEnd: inDays(-3) })],
})

const decide = (wish: Partial<Wish>, article: Partial<Wish['article']> = {}) => {
  const decided = decideWriting(
    {
      writers: 'registered',
      facts: registered,
      ban: null,
      ...wish,
      article: { accessLevel: 'free', closed: false, ...article },
    },
    now,
  )
  return decided.kind === 'may' ? 'may' : decided.why
}

test.each<[string, Partial<Wish>, Partial<Wish['article']>, string]>([
  ['nobody, a free article', { facts: stranger }, {}, 'not_signed_in'],
  ['a reader, a free article', {}, {}, 'may'],
  ['a reader, one for readers', {}, { accessLevel: 'registered' }, 'may'],
  ['a reader, one for subscribers', {}, { accessLevel: 'subscriber' }, 'not_readable'],
  ['a subscriber', { facts: subscriber }, { accessLevel: 'subscriber' }, 'may'],
  ['somebody who subscribed', { facts: lapsed }, { accessLevel: 'subscriber' }, 'not_readable'],
  ['where subscribers write: a reader', { writers: 'subscriber' }, {}, 'not_subscribed'],
  ['where subscribers write: one', { writers: 'subscriber', facts: subscriber }, {}, 'may'],
  ['where nobody writes', { writers: null, facts: subscriber }, {}, 'off'],
  ['a closed article', { facts: subscriber }, { closed: true }, 'closed'],
  ['banned for good', { ban: { until: null } }, {}, 'banned'],
  ['banned until tomorrow', { ban: { until: inDays(1) } }, {}, 'banned'],
  ['banned until now', { ban: { until: now } }, {}, 'may'],
])('%s', (_name, wish, article, decided) => {
  expect(decide(wish, article)).toBe(decided)
})

test('nobody writes what they could not read', () => {
  const checked = fc.check(
    fc.property(
      fc.constantFrom(stranger, registered, subscriber, lapsed),
      fc.constantFrom('free' as const, 'registered' as const, 'subscriber' as const),
      fc.constantFrom('registered' as const, 'subscriber' as const, null),
      fc.boolean(),
      (facts, accessLevel, writers, closed) => {
        const mayWrite = decide({ facts, writers }, { accessLevel, closed }) === 'may'
        return !mayWrite || decideAccess(accessLevel, facts, now).granted
      },
    ),
  )
  expect(checked).toMatchObject({ failed: false })
})

const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

test('a comment is changed within ten minutes, and not when it is removed', () => {
  const written = { createdAt: now, state: 'visible' as const }
  expect(changeableUntil(written, at(9.99))).toEqual(at(10))
  expect(changeableUntil({ ...written, state: 'held' }, at(1))).toEqual(at(10))
  expect(changeableUntil(written, at(10))).toBeNull()
  expect(changeableUntil({ ...written, state: 'removed' }, at(1))).toBeNull()
})

test.each([
  [{ state: 'visible', byStaff: false, approvedAt: null }, 2, false],
  [{ state: 'visible', byStaff: false, approvedAt: null }, 3, true],
  [{ state: 'visible', byStaff: true, approvedAt: null }, 9, false],
  [{ state: 'visible', byStaff: false, approvedAt: now }, 9, false],
  [{ state: 'removed', byStaff: false, approvedAt: null }, 9, false],
])('%j with %d reports is held: %s', (comment, reports, held) => {
  expect(isHeldByReports(comment, reports)).toBe(held)
})
