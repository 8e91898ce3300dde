import { randomInt } from 'node:crypto'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { usualSeed } from './cli/faults/seed.ts'
import type { FuzzPlan } from './lib/testing/fuzz.ts'

const never = ['**/node_modules/**', '.next/**', '.foldline/**', 'e2e/**', 'lint/fixtures/**']

/** Other values in each run: those of yesterday found nothing. */
const fuzz: FuzzPlan = { seed: randomInt(1, 2 ** 31 - 1), runs: null, path: null }

/** Those that take a minute, or nearly. */
const long = ['lib/billing/month.db.test.ts']
const isLong = ({ moduleId }: TestSpecification) => long.some((one) => moduleId.endsWith(one))

/**
 * Vitest begins with the largest files where it has not yet seen how long they take, as in a new checkout. A small
 * one that takes long would come last, and everything would wait for it alone.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((one) => !isLong(one))]
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Generous: a busy machine is no fault of the product.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // Of two cores it would take one, although these tests wait for PostgreSQL half of their time.
    maxWorkers: 3,
    // Loading the same modules anew for each file took a third of the time. What a process holds hangs on
    // `lib/runtime.ts`, which a test file sets itself.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...never, '**/*.db.test.ts'],
          provide: { fuzz },
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: never,
          globalSetup: ['db/testing/cluster.setup.ts'],
          provide: { fuzz, faultSeed: usualSeed, month: { readers: 100, days: 30, seed: 30 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'fuzz',
          include: ['**/*.fuzz.test.ts', '**/*.fuzz.db.test.ts'],
          exclude: never,
          globalSetup: ['db/testing/cluster.setup.ts'],
          // `cli/fuzz.ts` says which.
          provide: { fuzz },
        },
      },
      // Needs servers that a machine with Node alone does not have: not part of `npm test`.
      {
        extends: true,
        test: { name: 'proxies', include: ['deploy/test/*.check.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'month',
          include: ['lib/billing/month.db.test.ts'],
          globalSetup: ['db/testing/cluster.setup.ts'],
          // `cli/month.ts` says which.
          provide: { month: { readers: 1000, days: 90, seed: 1 } },
        },
      },
    ],
  },
})
