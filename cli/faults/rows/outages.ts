import type { Fault } from '../table.ts'

/** Crashes and outages. */
export const outages: Fault[] = [
  {
    row: 22,
    done: 'the database is down at receipt',
    expected: '500, and processed when it comes again',
    tests: {
      'lib/billing/webhook.db.test.ts': [
        '22: a database that is down is a 500, so that Stripe sends it again; then it is processed',
      ],
    },
  },
  {
    row: 23,
    done: 'the process is killed between receipt and processing',
    expected: 'drained, one effect',
    tests: {
      'lib/billing/killed.db.test.ts': [
        '23: after the receipt, before the processing: it is drained once, with one effect',
      ],
    },
  },
  {
    row: 24,
    done: 'the process is killed after the commit, before the answer',
    expected: 'the redelivery does nothing',
    tests: {
      'lib/billing/killed.db.test.ts': [
        '24: after the commit, before the answer: what Stripe sends again does nothing',
      ],
    },
  },
  {
    row: 25,
    done: 'the process is killed while processing',
    expected: 'the lock is free, the event waits',
    tests: {
      'lib/billing/killed.db.test.ts': [
        '25: while it processes: the lock is free, the event waits, nothing is half written',
      ],
    },
  },
  {
    row: 26,
    done: 'Stripe goes down while processing',
    expected: 'it waits longer each time, access unchanged',
    tests: {
      'lib/billing/webhook.db.test.ts': [
        '26: Stripe down while we process: 200, the event is safe and waits, and access is unchanged',
      ],
      'lib/billing/inbox.db.test.ts': [
        '26: Stripe down while processing: it waits longer each time, and access is unchanged',
      ],
    },
  },
  {
    row: 27,
    done: 'Stripe is down when somebody subscribes',
    expected: 'told within 15 s; the button works again',
    tests: {
      'lib/billing/patience.db.test.ts': [
        '27: who waits in vain is told "not now" within 15 s, and nothing is begun',
      ],
      'e2e/unlocking.alone.spec.ts': [
        'Stripe being down is told at once, and the button works again afterwards',
      ],
    },
  },
  {
    row: 28,
    done: 'Stripe is slow',
    expected: 'the webhook answers in time; others are served; strangers need no Stripe',
    tests: {
      'lib/billing/webhook.db.test.ts': [
        '28: Stripe slow while we process: answered within our patience, and processed after it',
      ],
      'lib/billing/sync.db.test.ts': ['28: while one waits for Stripe, another customer is read'],
      'e2e/faults.alone.spec.ts': [
        '28: while Stripe takes its time for one reader, others are served, and strangers need no Stripe',
      ],
    },
  },
  {
    row: 29,
    done: '429, 500, reset, stalled body, HTML, 404 without `error`',
    expected: 'a typed failure, never a success',
    tests: {
      'lib/billing/gateway.test.ts': [
        '29: what is no answer of Stripe’s is a typed failure, never a success',
      ],
      'lib/billing/checkout.db.test.ts': ['29: Stripe fails'],
    },
  },
  {
    row: 30,
    done: 'the stored customer is deleted, or of the other mode',
    expected: 'a new customer, once',
    tests: {
      'lib/billing/checkout.db.test.ts': ['30: a customer that is gone'],
      'lib/billing/sync.db.test.ts': ['30: a customer that is gone'],
    },
  },
  {
    row: 31,
    done: 'an event that always fails',
    expected: 'a dead letter after ten attempts; the others pass',
    tests: {
      'lib/billing/inbox.db.test.ts': [
        '31: a poisoned event lets the others pass, and is a dead letter after ten attempts',
      ],
    },
  },
  {
    row: 32,
    done: '5,000 pending events',
    expected: 'drained in order, flat memory',
    tests: {
      'lib/billing/backlog.db.test.ts': [
        '32: five thousand that wait are drained in order, few in memory at a time',
      ],
      'lib/billing/inbox.db.test.ts': [
        '32: a thousand that wait for one customer are settled by one reading',
      ],
    },
  },
  {
    row: 33,
    done: 'started while Stripe is down',
    expected: 'the site is up, webhooks are verified',
    tests: {
      'e2e/start.alone.spec.ts': [
        '33, 63, 66: with a Stripe of one’s own that is down, the site is up, webhooks are verified, and no local Stripe is there',
      ],
    },
  },
]
