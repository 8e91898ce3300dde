import { randomInt } from 'node:crypto'
import { defineConfig } from '@playwright/test'
import { chromiumArguments, findChromium } from './e2e/support/chromium.ts'

const chromium = findChromium()

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/global-setup.ts',
  outputDir: 'test-results/browser',
  // One publication serves all tests; each makes its own people, so they may run side by side.
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // Generous: a busy machine is no fault of the product.
  timeout: 300_000,
  expect: { timeout: 40_000 },
  // Of these, `e2e/run.ts` makes three runs: here none of the later ones would run when one of the first fails.
  projects: [
    // First, because its two long files are each one worker's: at the end one would wait for the other.
    { name: 'wall', testDir: 'e2e/wall' },
    { name: 'browser', testIgnore: [/\.alone\.spec\.ts$/, /[/\\]wall[/\\]/] },
    // These move Stripe's clock, lose its webhooks or stop the database: nobody else may be there.
    {
      name: 'alone',
      testMatch: /\.alone\.spec\.ts$/,
      testIgnore: /(start|budgets)\.alone\.spec\.ts$/,
      dependencies: ['wall', 'browser'],
      fullyParallel: false,
      workers: 1,
    },
    // `npm run design`: no part of `npm test`, which looks at each of these pages twice (`pages.spec.ts`).
    { name: 'design', testMatch: /\.design\.ts$/ },
    // This measures what a page needs of the machine: nothing else may run.
    {
      name: 'budgets',
      testMatch: /budgets\.alone\.spec\.ts$/,
      dependencies: ['alone', 'starts'],
      fullyParallel: false,
      workers: 1,
    },
    // These start publications of their own, one after the other, beside whatever runs.
    {
      name: 'starts',
      testMatch: /start\.alone\.spec\.ts$/,
      dependencies: ['wall', 'browser'],
      fullyParallel: false,
      workers: 1,
    },
  ],
  reporter: [['list'], ['json', { outputFile: 'test-results/test-e2e.json' }]],
  use: {
    // Each worker is a visitor of its own, or sixty sign-ins an hour from one address are too many. Drawn from
    // so many that no two draw the same.
    extraHTTPHeaders: { 'X-Forwarded-For': `198.18.${randomInt(256)}.${randomInt(256)}` },
    // A click that finds nothing says what it waited for, before its test is out of time.
    actionTimeout: 90_000,
    navigationTimeout: 90_000,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    screenshot: 'only-on-failure',
    launchOptions: {
      args: chromiumArguments,
      ...(chromium === null ? {} : { executablePath: chromium }),
    },
  },
})
