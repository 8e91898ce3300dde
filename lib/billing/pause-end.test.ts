import { expect, test } from 'vitest'
import { pauseEnd } from './pause-end.ts'

const at = (iso: string) => new Date(iso)

test.each([
  ['an ordinary month', '2027-01-10T10:00:00Z', '2027-02-10T10:00:00Z', 1, '2027-03-10T09:00:00Z'],
  ['three of them', '2027-01-10T10:00:00Z', '2027-02-10T10:00:00Z', 3, '2027-05-10T09:00:00Z'],
  ['over the year', '2026-11-10T10:00:00Z', '2026-12-10T10:00:00Z', 2, '2027-02-10T09:00:00Z'],
  ['begun on the 31st', '2027-01-31T10:00:00Z', '2027-02-28T10:00:00Z', 1, '2027-03-31T09:00:00Z'],
  ['into February', '2026-12-31T10:00:00Z', '2027-01-31T10:00:00Z', 1, '2027-02-28T09:00:00Z'],
  ['a leap year', '2027-12-30T10:00:00Z', '2028-01-30T10:00:00Z', 1, '2028-02-29T09:00:00Z'],
  [
    'an hour to midnight',
    '2027-01-10T00:30:00Z',
    '2027-02-10T00:30:00Z',
    1,
    '2027-03-09T23:30:00Z',
  ],
])('%s: shortly before the month after it begins', (_name, anchor, periodEnd, months, end) => {
  expect(pauseEnd(at(anchor), at(periodEnd), months)).toEqual(at(end))
})
