import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, later } from '#lib/clock.ts'
import { lastSlot, nextSlot } from './slot.ts'

const weekdays = { days: [1, 2, 3, 4, 5], hour: 6, minute: 30 }
const saturdays = { days: [6], hour: 8, minute: 0 }

describe('when a letter is due', () => {
  test.each([
    // A Tuesday in winter, when London is on UTC, and one in summer, when it is not.
    [weekdays, '2026-12-01T06:29:59Z', '2026-11-30T06:30:00Z'],
    [weekdays, '2026-12-01T06:30:00Z', '2026-12-01T06:30:00Z'],
    [weekdays, '2026-07-07T05:29:00Z', '2026-07-06T05:30:00Z'],
    [weekdays, '2026-07-07T05:31:00Z', '2026-07-07T05:30:00Z'],
    // On Sunday the last was on Friday.
    [weekdays, '2026-12-06T12:00:00Z', '2026-12-04T06:30:00Z'],
    [saturdays, '2026-12-04T12:00:00Z', '2026-11-28T08:00:00Z'],
    // The clocks go back on 25 October 2026: that Saturday was still in summer time.
    [saturdays, '2026-10-26T12:00:00Z', '2026-10-24T07:00:00Z'],
  ])('the last before or at a moment', (rhythm, now, slot) => {
    expect(lastSlot(rhythm, 'Europe/London', new Date(now)).toISOString()).toBe(
      new Date(slot).toISOString(),
    )
  })

  test('a time that the clocks skip is taken an hour later, one that they show twice the first time', () => {
    const sundays = { days: [0], hour: 1, minute: 30 }
    const spring = lastSlot(sundays, 'Europe/London', new Date('2026-03-29T12:00:00Z'))
    expect(spring.toISOString()).toBe('2026-03-29T01:30:00.000Z')
    const autumn = lastSlot(sundays, 'Europe/London', new Date('2026-10-25T12:00:00Z'))
    expect(autumn.toISOString()).toBe('2026-10-25T00:30:00.000Z')
  })

  test('the last is not after now, the next is, and nothing is due between them', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('2026-01-01T00:00:00Z'),
          max: new Date('2030-01-01T00:00:00Z'),
          noInvalidDate: true,
        }),
        fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'),
        (now, days, hour, minute, zone) => {
          const rhythm = { days, hour, minute }
          const [last, next] = [lastSlot(rhythm, zone, now), nextSlot(rhythm, zone, now)]
          expect(last <= now && now < next).toBe(true)
          expect(lastSlot(rhythm, zone, later(next, -1))).toEqual(last)
          expect(next.getTime() - last.getTime()).toBeLessThanOrEqual(7 * DAY + DAY / 24)
        },
      ),
      { numRuns: 200 },
    )
  })
})
