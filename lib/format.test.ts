import { expect, test } from 'vitest'
import { formatDay, formatMoment, formatMoney, readMoney, typeMoney } from './format.ts'

test.each([
  ['2027-03-12T09:30:00Z', '12 March 2027', '12 March 2027 at 09:30 GMT'],
  ['2027-07-12T09:30:00Z', '12 July 2027', '12 July 2027 at 10:30 BST'],
  // The day is that of the publication, not of the machine or of UTC.
  ['2027-07-12T23:30:00Z', '13 July 2027', '13 July 2027 at 00:30 BST'],
  // The hour that comes twice when summer time ends.
  ['2027-10-31T00:30:00Z', '31 October 2027', '31 October 2027 at 01:30 BST'],
  ['2027-10-31T01:30:00Z', '31 October 2027', '31 October 2027 at 01:30 GMT'],
])('%s is told in the publication’s zone', (moment, day, minute) => {
  expect(formatDay(new Date(moment))).toBe(day)
  expect(formatMoment(new Date(moment))).toBe(minute)
})

test.each([
  [500, 'usd', '$5.00'],
  [1, 'eur', '€0.01'],
  [500, 'jpy', 'JP¥500'],
  [0, 'usd', '$0.00'],
  [-500, 'usd', '-$5.00'],
])('%i minor units of %s are %s', (amount, currency, text) => {
  expect(formatMoney(amount, currency)).toBe(text)
})

test.each([
  ['5', 'usd', 500],
  [' 4.50 ', 'usd', 450],
  ['4,5', 'eur', 450],
  ['500', 'jpy', 500],
  ['1.250', 'kwd', 1250],
  ['4.505', 'usd', null],
  ['5.0', 'jpy', null],
  ['-5', 'usd', null],
  ['5 dollars', 'usd', null],
  ['1e3', 'usd', null],
  ['', 'usd', null],
])('“%s” in %s is %s of the smallest coins', (typed, currency, amount) => {
  expect(readMoney(typed, currency)).toBe(amount)
})

test('an amount is typed as it is read', () => {
  for (const [amount, currency] of [
    [5, 'usd'],
    [123_456, 'eur'],
    [7, 'jpy'],
  ] as const)
    expect(readMoney(typeMoney(amount, currency), currency)).toBe(amount)
})
