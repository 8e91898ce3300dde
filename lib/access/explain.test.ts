import { expect, test } from 'vitest'
import { decideAccess } from './decide.ts'
import { explainToReader, explainToStaff } from './explain.ts'
import type { ReaderFacts } from './facts.ts'
import { grant, inDays, now, reader, subscription } from './testing/facts.ts'

const day = (moment: Date) => moment.toISOString().slice(0, 10)
const decide = (facts: ReaderFacts | null) => decideAccess('subscriber', facts, now)

test.each<[string, ReaderFacts | null, string, string]>([
  [
    'active',
    reader({ subscriptions: [subscription()] }),
    'May read everything until 2027-03-27: active subscription, renews.',
    'Your subscription renews on 2027-03-27.',
  ],
  [
    'scheduled to end',
    reader({ subscriptions: [subscription({ cancelAt: inDays(2) })] }),
    'May read everything until 2027-03-14: active subscription, canceled, does not renew.',
    'Your subscription ends on 2027-03-14. You can read everything until then.',
  ],
  [
    'a gift',
    reader({ grants: [grant({ kind: 'gift', giver: 'A. Friend' })] }),
    'May read everything until 2027-03-27: a gift from A. Friend.',
    'You can read everything until 2027-03-27: a gift from A. Friend.',
  ],
  [
    'paused without an end',
    reader({
      subscriptions: [
        subscription({ periodEnd: null, pause: { behavior: 'keep_as_draft', resumesAt: null } }),
      ],
    }),
    'May read everything: payments are paused, access goes on.',
    'Your payments are paused. You can read everything meanwhile.',
  ],
  [
    'active, on an object of an older API version',
    reader({ subscriptions: [subscription({ periodEnd: null })] }),
    'May read everything: active subscription, renews.',
    'Your subscription is running, and you can read everything.',
  ],
  [
    'the first payment not finished',
    reader({ subscriptions: [subscription({ status: 'incomplete', periodStart: now })] }),
    'May not read what is for subscribers: the first payment is not finished.',
    'Your first payment is not finished yet. It lapses on 2027-03-13.',
  ],
  [
    'paused for a time',
    reader({
      subscriptions: [subscription({ pause: { behavior: 'void', resumesAt: inDays(9) } })],
    }),
    'May not read what is for subscribers: the subscription is paused.',
    'Your subscription is paused until 2027-03-21. Resume it to read on before that.',
  ],
  [
    'nothing',
    reader(),
    'May not read what is for subscribers: no subscription.',
    'You have no subscription yet.',
  ],
  [
    'nobody',
    null,
    'May not read what is for subscribers: not signed in.',
    'You are not signed in.',
  ],
])('%s is explained to staff and to the reader', (_name, facts, staff, own) => {
  expect(explainToStaff(decide(facts), day)).toBe(staff)
  expect(explainToReader(decide(facts), day)).toBe(own)
})
