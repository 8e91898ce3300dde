import { expect, test } from 'vitest'
import type { DisputeRow } from '#db/queries/billing.ts'
import { DAY, later } from '#lib/clock.ts'
import { planDisputeMails } from './dispute-mails.ts'

const now = new Date('2027-03-12T09:30:00Z')
const staff = [
  { readerId: 'staff_1', email: 'desk@news.example' },
  { readerId: 'staff_2', email: 'chief@news.example' },
]
const dispute = (status: string, age = 0): DisputeRow => ({
  id: 'du_1',
  customerId: 'cus_1',
  subscriptionId: 'sub_1',
  chargeId: 'ch_1',
  paymentIntentId: 'pi_1',
  status,
  reason: 'fraudulent',
  evidenceDueAt: later(now, 7 * DAY),
  amount: 500,
  currency: 'usd',
  createdAt: later(now, -age * DAY),
  syncedAt: now,
})
const keys = (status: string, age = 0, known: [string, string][] = []) =>
  planDisputeMails([dispute(status, age)], { readerId: 'r', email: 'a@example.org' }, staff, {
    knownBefore: new Map(known),
    now,
  }).map(({ onceKey }) => onceKey)
const to = (state: string) => staff.map(({ readerId }) => `staff_dispute:du_1:${state}:${readerId}`)

test.each<[string, string, number, [string, string][], string[]]>([
  ['opened', 'needs_response', 0, [], to('opened')],
  ['still open: the same key', 'under_review', 2, [['du_1', 'needs_response']], to('opened')],
  ['won after a month', 'won', 30, [['du_1', 'under_review']], to('won')],
  ['lost after a month', 'lost', 30, [['du_1', 'under_review']], to('lost')],
  ['an old one that is first read now', 'lost', 30, [], []],
  ['decided long ago: who joined the staff since is not told', 'lost', 30, [['du_1', 'lost']], []],
  ['an inquiry has moved no money', 'warning_needs_response', 0, [], []],
  ['what we do not know is not said', 'arbitrated', 0, [], []],
])('%s', (_name, status, age, known, expected) => {
  expect(keys(status, age, known)).toEqual(expected)
})
