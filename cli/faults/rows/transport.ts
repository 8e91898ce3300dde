import type { Fault } from '../table.ts'

/** Signature and transport. */
export const transport: Fault[] = [
  {
    row: 1,
    done: 'no signature, or garbage in its place',
    expected: '400, no row',
    tests: {
      'lib/billing/webhook.db.test.ts': [
        '1: no header',
        '1: an empty header',
        '1: garbage',
        '1: garbage of commas and equals signs',
      ],
      'lib/billing/webhook-address.test.ts': [
        '1: what is not signed is a 400 with a sentence, and the connection goes on',
      ],
    },
  },
  {
    row: 2,
    done: 'signed with another secret',
    expected: '400',
    tests: {
      'lib/billing/webhook.db.test.ts': ['2: another secret'],
    },
  },
  {
    row: 3,
    done: 'an empty `v1=`',
    expected: '400, no crash',
    tests: {
      'lib/billing/webhook.db.test.ts': ['3: an empty v1', '3: an empty v1 in front of nothing'],
    },
  },
  {
    row: 4,
    done: 'signed 301 s ago',
    expected: '400',
    tests: {
      'lib/billing/webhook.db.test.ts': ['4: an old signature'],
    },
  },
  {
    row: 5,
    done: 'signed 11 minutes ahead',
    expected: '400',
    tests: {
      'lib/billing/webhook.db.test.ts': ['5: 11 minutes ahead'],
    },
  },
  {
    row: 6,
    done: 'the body changed by one byte',
    expected: '400',
    tests: {
      'lib/billing/webhook.db.test.ts': ['6: another body', '6: a body changed by one byte'],
    },
  },
  {
    row: 7,
    done: 'signed, and no JSON, `null`, `[]` or a thin event',
    expected: '400',
    tests: {
      'lib/billing/webhook.db.test.ts': ['7: signed, and no event: %s'],
      'lib/billing/event.test.ts': ['7: signed, and yet not an event'],
    },
  },
  {
    row: 8,
    done: '5 MiB, or in pieces without a length',
    expected: '413, not read further than the limit',
    tests: {
      'lib/billing/webhook.db.test.ts': ['8: a body larger than any event'],
      'e2e/faults.alone.spec.ts': [
        '8: 5 MiB is a 413 as soon as it is announced',
        '8: in pieces without a length it is a 413 at the limit, and its end is not waited for',
      ],
      'lib/billing/webhook-address.test.ts': [
        '8: a body too large, %s, is a 413 before its end, which never comes',
      ],
    },
  },
  {
    row: 9,
    done: 'GET, HEAD, PUT, PATCH, DELETE',
    expected: '405',
    tests: {
      'e2e/faults.alone.spec.ts': ['9: ${method} is a 405, with and without a slash'],
    },
  },
  {
    row: 10,
    done: 'the previous secret, during rotation and after',
    expected: '200, then 400',
    tests: {
      'lib/billing/webhook.db.test.ts': ['10: the previous secret is good while it is set'],
    },
  },
  {
    row: 11,
    done: 'a secret copied with its line break',
    expected: 'trimmed',
    tests: {
      'lib/billing/event.test.ts': ['11: a secret copied with its line break is good'],
      'lib/env.test.ts': ['11: may have spaces and a line break around it'],
    },
  },
  {
    row: 12,
    done: 'both spellings of the path, other names of the host, headers of a browser',
    expected: 'never a redirect',
    tests: {
      'e2e/faults.alone.spec.ts': ['12: ${how}, it is answered where it came in, signed or not'],
    },
  },
]
