import type { Fault } from '../table.ts'

/** Missing and strange. */
export const strange: Fault[] = [
  {
    row: 34,
    done: 'the webhook never comes',
    expected: 'the return page unlocks; without it, reconciling does',
    tests: {
      'lib/billing/reader.db.test.ts': [
        '34: the webhook never comes, and what was paid is unlocked',
      ],
      'lib/billing/reconcile.db.test.ts': [
        '34: a webhook that never comes is found in the list, and unlocks',
      ],
      'e2e/unlocking.alone.spec.ts': ['the return page unlocks although the webhook never comes'],
    },
  },
  {
    row: 35,
    done: 'the webhook before the return, and after it',
    expected: 'unlocked once, one mail',
    tests: {
      'lib/billing/reader.db.test.ts': [
        '35: the webhook comes before it and after it: unlocked once, one mail',
      ],
    },
  },
  {
    row: 36,
    done: 'the tab is closed after paying',
    expected: 'unlocked on the next request',
    tests: {
      'e2e/unlocking.alone.spec.ts': [
        '36: who closes the tab after paying finds the article open on the next request',
      ],
    },
  },
  {
    row: 37,
    done: 'an unknown type, status, field, or `null`',
    expected: '200, no crash, no new access',
    tests: {
      'lib/billing/event.test.ts': [
        '37: a type, a field and a value nobody knows yet do not hinder',
      ],
      'lib/billing/inbox.db.test.ts': [
        '37: an unknown type about a customer of ours is a reason to look',
      ],
      'lib/billing/sync.db.test.ts': ['37: a state nobody knows'],
    },
  },
  {
    row: 38,
    done: 'an event of the other mode',
    expected: '200, kept, ignored, counted',
    tests: {
      'lib/billing/inbox.db.test.ts': [
        '38: an event of the other mode is kept, ignored and counted, however often it comes',
      ],
      'lib/billing/webhook.db.test.ts': ['38: an event of the other mode is a 200'],
    },
  },
  {
    row: 39,
    done: 'an unknown customer',
    expected: '200, stored unlinked, no reader made',
    tests: {
      'lib/billing/inbox.db.test.ts': [
        '39: an unknown customer is stored as unlinked, and makes no reader',
      ],
      'lib/billing/webhook.db.test.ts': ['37, 39: unknown types and unknown customers are a 200'],
    },
  },
  {
    row: 40,
    done: 'no item, two items, another product, quantity 3',
    expected: 'judged by product, never an error',
    tests: {
      'lib/billing/sync.db.test.ts': ['40: no item, two items, three of them'],
      'lib/billing/mapping.test.ts': [
        '40, 41: what is ours is told by price and product, never by amount',
      ],
    },
  },
  {
    row: 41,
    done: 'a subscription to another product of the account',
    expected: 'no access',
    tests: {
      'lib/billing/sync.db.test.ts': ['41: what is not ours gives nothing'],
      'lib/billing/checkout.db.test.ts': ['41: one to another product does not count'],
    },
  },
]
