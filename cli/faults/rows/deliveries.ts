import type { Fault } from '../table.ts'

/** Order and repetition. */
export const deliveries: Fault[] = [
  {
    row: 13,
    done: 'the same event twice, and twenty times at once',
    expected: 'one effect, one mail',
    tests: {
      'lib/billing/deliveries.db.test.ts': [
        '13: the same event twice has one effect, and the same answer',
        '13: one event delivered twenty times at once has one effect and one mail',
      ],
      'lib/billing/webhook.db.test.ts': [
        '13: the second delivery of it is answered alike, and does nothing',
      ],
    },
  },
  {
    row: 14,
    done: 'a week-old event, freshly signed',
    expected: 'no change',
    tests: {
      'lib/billing/deliveries.db.test.ts': [
        '14: an event that is a week old, freshly signed, changes nothing',
      ],
    },
  },
  {
    row: 15,
    done: 'updated(active) before created(incomplete)',
    expected: 'active',
    tests: {
      'lib/billing/deliveries.db.test.ts': [
        '15: updated(active) before created(incomplete) is active',
      ],
    },
  },
  {
    row: 16,
    done: 'two events in one second',
    expected: 'the newest state at Stripe',
    tests: {
      'lib/billing/deliveries.db.test.ts': [
        '16: of two events in one second the newest state at Stripe counts',
      ],
    },
  },
  {
    row: 17,
    done: 'deleted, then a late updated(active)',
    expected: 'canceled',
    tests: {
      'lib/billing/deliveries.db.test.ts': [
        '17: deleted, then a late updated(active), is canceled',
      ],
    },
  },
  {
    row: 18,
    done: 'invoice.paid before subscription.created',
    expected: 'active',
    tests: {
      'lib/billing/deliveries.db.test.ts': [
        '18: invoice.paid before subscription.created is active',
      ],
    },
  },
  {
    row: 19,
    done: 'random interleavings with repetitions (fast-check, 200, seed 19)',
    expected: 'always equal to Stripe',
    tests: {
      'lib/billing/order.db.test.ts': [
        '19: in whatever order, however often and however slowly events come, the copy ends equal to Stripe',
      ],
    },
  },
  {
    row: 20,
    done: 'a slow reading, overtaken by a change',
    expected: 'the newer state',
    tests: {
      'lib/billing/deliveries.db.test.ts': [
        '20: a slow reading, overtaken by an event with a change, does not overwrite the newer state',
      ],
      'lib/billing/sync.db.test.ts': [
        '20: a slow reading, overtaken by a change, does not overwrite the newer state',
      ],
    },
  },
  {
    row: 21,
    done: 'an event of one customer',
    expected: 'never touches another',
    tests: {
      'lib/billing/deliveries.db.test.ts': ['21: an event of one customer never touches another'],
      'lib/billing/sync.db.test.ts': ['21: what happens to one customer never touches another'],
    },
  },
]
