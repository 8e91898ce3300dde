import { expect, test } from 'vitest'
import { withdrawalEnds } from './withdrawal-period.ts'

test.each([
  // The fourteenth day is Tuesday the 26th: it counts whole.
  ['2027-01-12T09:30:00Z', 'Europe/London', '2027-01-27T00:00:00Z'],
  // A minute before midnight in London, or after it: a day more.
  ['2027-01-12T23:59:59Z', 'Europe/London', '2027-01-27T00:00:00Z'],
  ['2027-01-13T00:00:00Z', 'Europe/London', '2027-01-28T00:00:00Z'],
  // Concluded on a Saturday or a Sunday: the last day would be one, so Monday is.
  ['2027-01-09T12:00:00Z', 'Europe/London', '2027-01-26T00:00:00Z'],
  ['2027-01-10T12:00:00Z', 'Europe/London', '2027-01-26T00:00:00Z'],
  ['2027-01-11T12:00:00Z', 'Europe/London', '2027-01-26T00:00:00Z'],
  // Over a change of clocks (28 March 2027): the end is midnight by the new ones.
  ['2027-03-16T12:00:00Z', 'Europe/London', '2027-03-30T23:00:00Z'],
  ['2027-10-19T12:00:00Z', 'Europe/Berlin', '2027-11-02T23:00:00Z'],
  // 18:30 UTC is the next day in Kathmandu.
  ['2027-01-12T18:30:00Z', 'Asia/Kathmandu', '2027-01-27T18:15:00Z'],
  ['2027-01-12T18:10:00Z', 'Asia/Kathmandu', '2027-01-26T18:15:00Z'],
  // At the end of a month and of a year.
  ['2027-12-22T12:00:00Z', 'Europe/London', '2028-01-06T00:00:00Z'],
  // Midnight of 28 April 2023 did not exist in Cairo: that day began at one.
  ['2023-04-13T12:00:00Z', 'Africa/Cairo', '2023-04-27T22:00:00Z'],
])('concluded at %s in %s, one may withdraw until %s', (concluded, zone, end) => {
  expect(withdrawalEnds(new Date(concluded), zone).toISOString()).toBe(new Date(end).toISOString())
})
