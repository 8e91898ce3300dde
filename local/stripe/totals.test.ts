import fc from 'fast-check'
import { expect, test } from 'vitest'
import { totalsOf } from './life/totals.ts'

const amount = fc.record({
  amount: fc.integer({ min: 0, max: 5_000_000 }),
  discountable: fc.boolean(),
})
const reduction = fc
  .tuple(fc.boolean(), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 900_000 }))
  .map(([percent, percentOff, amountOff]) =>
    percent
      ? { id: 'di_1', percentOff, amountOff: null }
      : { id: 'di_2', percentOff: null, amountOff },
  )

test('the parts of discounts and taxes add up to the whole, and nothing falls below zero', () => {
  fc.assert(
    fc.property(
      fc.array(amount, { maxLength: 6 }),
      fc.array(reduction, { maxLength: 3 }),
      fc.constantFrom(null, 'GB', 'DE'),
      (amounts, reductions, country) => {
        const totals = totalsOf(amounts, reductions, country)
        const off = totals.each.map(({ discounts }) => discounts.reduce((sum, one) => sum + one, 0))
        expect(totals.total).toBe(totals.subtotal - totals.discount + totals.tax)
        expect(off.reduce((sum, one) => sum + one, 0)).toBe(totals.discount)
        for (const [at, one] of amounts.entries()) {
          expect(off[at]).toBeGreaterThanOrEqual(0)
          expect(off[at]).toBeLessThanOrEqual(one.discountable ? one.amount : 0)
        }
        expect(country === 'GB' || totals.tax === 0).toBe(true)
      },
    ),
  )
})

test('a discount takes its share of each amount, the second of what the first has left', () => {
  const each = [
    { amount: 1000, discountable: true },
    { amount: 333, discountable: true },
    { amount: 500, discountable: false },
  ]
  const half = { id: 'a', percentOff: 50, amountOff: null }
  const two = { id: 'b', percentOff: null, amountOff: 200 }
  expect(totalsOf(each, [half, two], 'GB')).toEqual({
    subtotal: 1833,
    discount: 867,
    tax: 193,
    total: 1159,
    each: [
      { discounts: [500, 150], tax: 70 },
      { discounts: [167, 50], tax: 23 },
      { discounts: [0, 0], tax: 100 },
    ],
  })
  expect(totalsOf(each.slice(0, 1), [{ ...two, amountOff: 9999 }], null).total).toBe(0)
})
