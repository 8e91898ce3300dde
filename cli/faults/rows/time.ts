import type { Fault } from '../table.ts'

/** Time, on the test clock. */
export const time: Fault[] = [
  {
    row: 53,
    done: 'renewal',
    expected: 'access at every look; three days of slack if nobody tells us',
    tests: {
      'lib/billing/faults.time.db.test.ts': [
        '53: over a renewal the reader has access at every look, whether Stripe was read or not',
        '53: a renewal that nobody tells us of is waited for, three days and no longer',
      ],
    },
  },
  {
    row: 54,
    done: 'a renewal fails',
    expected:
      'told by mail, on the account page and in a banner on every page, readable for 14 days, then refused',
    tests: {
      'lib/billing/faults.time.db.test.ts': [
        '54: a renewal that fails',
        'is past due, told on the account page and by mail, readable for 14 days',
      ],
      'e2e/faults.alone.spec.ts': [
        '54, 55: a renewal that fails is told on the account page, and a new card takes it back',
      ],
      'e2e/subscribing.spec.ts': [
        '54: a failed payment is told on every page, with the one link that mends it',
      ],
    },
  },
  {
    row: 55,
    done: 'a new card',
    expected: 'recovered at the next try; at once when the invoice is paid',
    tests: {
      'lib/billing/faults.time.db.test.ts': [
        'a new card in the portal pays at the next try',
        'paying the open invoice recovers at once, also who was refused already',
      ],
      'e2e/faults.alone.spec.ts': [
        '54, 55: a renewal that fails is told on the account page, and a new card takes it back',
      ],
    },
  },
  {
    row: 56,
    done: 'canceled by API, portal or Dashboard',
    expected: 'access to the second, no slack',
    tests: {
      'lib/billing/faults.time.db.test.ts': [
        '56: a cancellation by %s leaves access to the second, and no slack',
        '56: a cancellation at a moment of staff’s choice ends there',
      ],
      'lib/billing/own-subscription.db.test.ts': [
        '56: leaves what was paid, tells Stripe why, and mails the date; a second click changes nothing',
      ],
      'lib/door/access-memory.db.test.ts': [
        '56: a scheduled end needs no event: our own clock ends it, to the second',
      ],
    },
  },
  {
    row: 57,
    done: 'the cancellation is taken back',
    expected: 'renews',
    tests: {
      'lib/billing/faults.time.db.test.ts': ['57: taken back in the portal after %s, it renews'],
      'lib/billing/own-subscription.db.test.ts': [
        '57: takes a cancellation back, by whatever way it was made, and mails that',
      ],
      'e2e/subscribing.spec.ts': ['a cancellation can be taken back in the portal'],
    },
  },
  {
    row: 58,
    done: 'the trial ends, with a card and without',
    expected: 'active; paused',
    tests: {
      'lib/billing/faults.time.db.test.ts': [
        'becomes a paid subscription, at whose beginning the reader is not shut out',
        'without a card is paused at its end, to the second, and resumed with one',
      ],
    },
  },
  {
    row: 59,
    done: 'the first payment is not finished',
    expected: 'no access, expired after 23 hours, one can subscribe again',
    tests: {
      'lib/billing/faults.time.db.test.ts': [
        '59: a first payment that is not finished',
        'gives nothing, expires after 23 hours, and one can subscribe again',
      ],
    },
  },
  {
    row: 60,
    done: 'collection is paused, in three ways',
    expected: '`void`: no access; the others: access',
    tests: {
      'lib/billing/faults.time.db.test.ts': [
        'by void: what was paid is read to its end, then nothing until it resumes by itself',
        'by %s: everything to read, over a renewal that nobody pays and after it',
      ],
    },
  },
  {
    row: 61,
    done: 'refund; dispute opened, won, lost',
    expected: 'unchanged; suspended, restored, ended',
    tests: {
      'lib/billing/faults.time.db.test.ts': [
        'a refund changes nothing about access',
        'a dispute suspends, under review as well; won, it restores for good',
        'lost, it ends access, and no renewal brings it back',
      ],
      'lib/billing/sync.db.test.ts': ['61: disputes'],
    },
  },
  {
    row: 62,
    done: 'begun on 31 January; change of clocks; Asia/Kathmandu and New York',
    expected: 'the ends that Stripe names, to the second',
    tests: {
      'lib/billing/faults.time.db.test.ts': [
        'a month that begins on the 31st ends when Stripe says, in every month and to the second',
        'a cancellation in the hour that the change of clocks leaves out or repeats',
      ],
      'lib/door/access-memory.db.test.ts': ['62: whatever zone the database session is in'],
    },
  },
]
