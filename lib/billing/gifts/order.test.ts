import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonths } from './months.ts'
import { readGiftOrder, type Typed } from './order.ts'

const now = new Date('2027-03-12T09:30:00Z')
const typed = (changes: Partial<Typed> = {}): Typed => ({
  months: '6',
  giver: ' Ida ',
  recipient: '',
  email: '',
  note: '',
  day: '',
  ...changes,
})
const problems = (changes: Partial<Typed>) => {
  const reading = readGiftOrder(typed(changes), now)
  return reading.kind === 'wrong' ? Object.keys(reading.problems) : []
}

test('what is left empty is left out, and it is sent at once', () => {
  expect(readGiftOrder(typed(), now)).toEqual({
    kind: 'order',
    order: {
      months: 6,
      giverName: 'Ida',
      recipientName: null,
      recipientEmail: null,
      note: null,
      deliverAt: now,
    },
  })
})

describe('each field is told apart', () => {
  test.each<[Partial<Typed>, string[]]>([
    [{ months: '7' }, ['months']],
    [{ months: '' }, ['months']],
    [{ giver: '  ' }, ['giver']],
    [{ giver: 'x'.repeat(81) }, ['giver']],
    [{ email: 'nobody' }, ['email']],
    [{ note: 'x'.repeat(501) }, ['note']],
    [{ day: 'tomorrow' }, ['day']],
    [{ day: '2027-02-30' }, ['day']],
    [{ day: '2027-03-11' }, ['day']],
    [{ day: '2028-03-14' }, ['day']],
    [{ day: '2027-03-12' }, []],
    [{ day: '2028-03-12' }, []],
    [{ months: '0', email: '@', day: 'x' }, ['months', 'email', 'day']],
  ])('%j', (changes, expected) => {
    expect(problems(changes)).toEqual(expected)
  })
})

const end = (from: string, months: number) => addMonths(new Date(from), months).toISOString()

test('months end on the same day, or on the last one there is', () => {
  expect(end('2027-01-31T23:30:00Z', 1)).toBe('2027-02-28T23:30:00.000Z')
  expect(end('2027-11-30T10:00:00Z', 3)).toBe('2028-02-29T10:00:00.000Z')
  expect(end('2027-03-12T09:30:00Z', 12)).toBe('2028-03-12T09:30:00.000Z')
})

test('more months never end earlier', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 23 }),
      (from, months) => {
        const [earlier, later] = [addMonths(from, months), addMonths(from, months + 1)]
        expect(later.getTime()).toBeGreaterThan(earlier.getTime())
      },
    ),
  )
})
