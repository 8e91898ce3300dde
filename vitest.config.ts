import { defineConfig } from 'vitest/config'
import { usualSeed } from './cli/faults/seed.ts'

const never = ['**/node_modules/**', '.next/**', '.foldline/**', 'e2e/**', 'lint/fixtures/**']

export default defineConfig({
  test: {
    // Generous: a busy machine is no fault of the product.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
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
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: never,
          globalSetup: ['db/testing/cluster.setup.ts'],
          provide: { faultSeed: usualSeed, month: { readers: 100, days: 30, seed: 30 } },
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
