import { expect, test } from 'vitest'
import { readLocalMoment } from './zoned-day.ts'

test.each([
  ['in winter', '2026-12-01T14:05', '2026-12-01T14:05:00.000Z'],
  ['in summer', '2027-07-01T14:05', '2027-07-01T13:05:00.000Z'],
  ['with a space, as at a terminal', '2027-07-01 14:05', '2027-07-01T13:05:00.000Z'],
  ['with seconds, as some browsers send it', '2027-07-01T14:05:00', '2027-07-01T13:05:00.000Z'],
  ['in the hour that clocks skip', '2027-03-28T01:30', '2027-03-28T01:30:00.000Z'],
  ['in the hour that clocks show twice', '2027-10-31T01:30', '2027-10-31T00:30:00.000Z'],
])('a moment of London %s', (_, typed, moment) => {
  expect(readLocalMoment(typed, 'Europe/London')?.toISOString()).toBe(moment)
})

test.each([
  '',
  'tomorrow',
  '2027-02-30T10:00',
  '2027-13-01T10:00',
  '2027-02-01T24:00',
  '2027-02-01',
])('%o is no moment', (typed) => {
  expect(readLocalMoment(typed, 'Europe/London')).toBeNull()
})
