import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideGiven, decideGiving } from './decide-given.ts'
import type { GiftLinkFact, ReaderFacts } from './facts.ts'
import { dispute, grant, inDays, now, reader, subscription } from './testing/facts.ts'

const link: GiftLinkFact = { id: 'link', endsAt: inDays(14), revokedAt: null }
const giver = reader({ subscriptions: [subscription()] })
const given = (changes: Partial<GiftLinkFact> = {}, facts: ReaderFacts | null = giver, at = now) =>
  decideGiven('subscriber', { ...link, ...changes }, facts, at)

describe('who holds a gift link', () => {
  test('reads the one article until the link ends, and through the link', () => {
    expect(given()).toEqual({
      granted: true,
      reason: 'given',
      until: link.endsAt,
      paidUntil: link.endsAt,
      via: { kind: 'gift_link', id: 'link' },
    })
    expect(decideGiven('registered', link, giver, now).granted).toBe(true)
    expect(decideGiven('free', link, null, now).reason).toBe('free_article')
  })

  test('reads until its last millisecond, and not at its end', () => {
    expect(given({ endsAt: inDays(1) }, giver, new Date(inDays(1).getTime() - 1)).granted).toBe(
      true,
    )
    expect(given({ endsAt: inDays(1) }, giver, inDays(1)).reason).toBe('given_over')
  })

  test('no longer than the giver', () => {
    const ending = reader({ subscriptions: [subscription({ cancelAt: inDays(3) })] })
    expect(given({}, ending).until).toEqual(inDays(3))
    expect(given({}, ending, inDays(3)).reason).toBe('giver_lapsed')
  })

  test.each<[string, Partial<GiftLinkFact>, ReaderFacts | null, string]>([
    ['was taken back', { revokedAt: now }, giver, 'given_revoked'],
    ['ran out', { endsAt: now }, giver, 'given_over'],
    ['is of nobody any more', {}, null, 'giver_lapsed'],
    ['is of who never subscribed', {}, reader(), 'giver_lapsed'],
    [
      'is of who cannot pay',
      {},
      reader({ subscriptions: [subscription({ status: 'past_due', unpaidSince: inDays(-15) })] }),
      'giver_lapsed',
    ],
    [
      'is of who disputes their payment',
      {},
      reader({ subscriptions: [subscription()], disputes: [dispute()] }),
      'giver_lapsed',
    ],
    ['is of who works here and pays nothing', {}, reader({ staffRole: 'admin' }), 'giver_lapsed'],
    ['is of who was given access', {}, reader({ grants: [grant()] }), 'giver_lapsed'],
  ])('reads nothing when it %s', (_why, changes, facts, reason) => {
    expect(given(changes, facts)).toMatchObject({ granted: false, reason, via: null })
  })

  test('never reads when its giver could give nothing, nor after its end', () => {
    const status = fc.constantFrom('active', 'past_due', 'canceled', 'unpaid', 'paused', 'odd')
    const days = fc.integer({ min: -40, max: 40 })
    fc.assert(
      fc.property(status, days, days, days, (name, periodEnd, endsAt, at) => {
        const facts = reader({
          subscriptions: [subscription({ status: name, periodEnd: inDays(periodEnd) })],
        })
        const moment = inDays(at)
        const may = given({ endsAt: inDays(endsAt) }, facts, moment).granted
        expect(may).toBe(decideGiving(facts, moment).granted && moment < inDays(endsAt))
      }),
    )
  })
})
