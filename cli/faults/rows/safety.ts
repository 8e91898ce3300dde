import type { Fault } from '../table.ts'

/** Safety. */
export const safety: Fault[] = [
  {
    row: 63,
    done: 'keys are set',
    expected: 'the local Stripe is not started',
    tests: {
      'e2e/start.alone.spec.ts': [
        '33, 63, 66: with a Stripe of one’s own that is down, the site is up, webhooks are verified, and no local Stripe is there',
      ],
    },
  },
  {
    row: 64,
    done: 'a live key with another host',
    expected: 'refuses to start',
    tests: {
      'lib/env.test.ts': ['64: %s with another server is refused'],
      'e2e/start.alone.spec.ts': [
        "${Object.entries(variables).join(' ').replaceAll(',', '=')} stops the start with one line",
      ],
    },
  },
  {
    row: 65,
    done: 'the build, public files, the log and pages are searched for secrets',
    expected: 'none',
    tests: {
      'e2e/faults.alone.spec.ts': [
        '65: no secret is in the build, in public files, in the log or on a page',
      ],
      'cli/stack/folder.test.ts': [
        '65: are readable by their owner only, also when they are written anew',
      ],
    },
  },
  {
    row: 66,
    done: '`/_sim` is asked for while keys are set',
    expected: '404 on our port, and nothing that would answer is started',
    tests: {
      'e2e/start.alone.spec.ts': [
        '33, 63, 66: with a Stripe of one’s own that is down, the site is up, webhooks are verified, and no local Stripe is there',
      ],
    },
  },
]
