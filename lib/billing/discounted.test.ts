import { expect, test } from 'vitest'
import { discountedAmount } from './discounted.ts'

const PERIOD_END = 1_800_000_000
const items = (unit_amount: number | null, quantity = 1) => ({
  data: [{ quantity, current_period_end: PERIOD_END, price: { unit_amount } }],
})
const off = (terms: { percent_off?: number; amount_off?: number }, end: number | null = null) => ({
  end,
  source: { coupon: { percent_off: null, amount_off: null, ...terms } },
})

test.each([
  ['nothing', [], null],
  ['a fifth', [off({ percent_off: 20 })], 400],
  ['a third, to the cent', [off({ percent_off: 33.3 })], 333],
  ['a dollar', [off({ amount_off: 100 })], 400],
  ['more than there is', [off({ amount_off: 900 })], 0],
  ['one after the other', [off({ percent_off: 20 }), off({ amount_off: 100 })], 300],
  ['for months to come', [off({ percent_off: 20 }, PERIOD_END + 1)], 400],
  ['until the period ends', [off({ percent_off: 20 }, PERIOD_END)], null],
  ['something that was not expanded', ['di_1'], null],
  ['a coupon that was not', [{ end: null, source: { coupon: 'c' } }], null],
] as const)('with %s off, the next period', (_name, discounts, cost) => {
  expect(discountedAmount({ items: items(500), discounts: [...discounts] })).toBe(cost)
})

test('of two it is off both, and of a price without an amount it is not known', () => {
  const discounts = [off({ amount_off: 300 })]
  expect(discountedAmount({ items: items(500, 2), discounts })).toBe(700)
  expect(discountedAmount({ items: items(null), discounts })).toBeNull()
  const { data } = items(500)
  expect(discountedAmount({ items: { data: [...data, ...data] }, discounts })).toBeNull()
})

test('what an older version of the API leaves out is no mistake', () => {
  expect(discountedAmount({})).toBeNull()
  expect(discountedAmount({ items: items(500) })).toBeNull()
})
