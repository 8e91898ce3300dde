/** Without a network: a page of ours, and nothing that was read. How the worker decides: `lib/door/offline-worker.test.ts`. */
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { checkSound, lookAs } from './design/look.ts'
import { checkOtherWays } from './design/ways.ts'
import { somebody, subscribed } from './support/people.ts'
import { stack } from './support/stack.ts'

const article = '/articles/low-water-at-skelmouth'
const theEnd = /begins very faintly to tick/

/** Names of all that the browser keeps for the site beside its own cache, which heeds `no-store`. */
const kept = async (page: Page) =>
  page.evaluate(async () => [
    ...(await caches.keys()),
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...Object.keys(localStorage),
  ])

async function goOffline(context: BrowserContext, page: Page, path: string): Promise<void> {
  await context.setOffline(true)
  const answer = await page.goto(path)
  expect(answer?.status()).toBe(503)
  await expect(page.getByRole('heading', { name: 'You are not connected' })).toBeVisible()
}

test('a reader without a network is told so at every address, and goes on where they were', async ({
  browser,
}) => {
  const context = await subscribed(browser, somebody('offline'))
  const page = await context.newPage()
  await page.goto('/account')
  await page.evaluate(async () => navigator.serviceWorker.ready)
  await page.goto(article)
  await expect(page.getByText(theEnd)).toBeVisible()
  const fetched = await page.evaluate(() =>
    performance.getEntriesByType('navigation').map((one) => Reflect.get(one, 'workerStart')),
  )
  expect(fetched[0], 'the worker was asked').toBeGreaterThan(0)
  await goOffline(context, page, '/account/invoices')
  await goOffline(context, page, article)
  expect(await page.content()).not.toMatch(theEnd)
  expect(await kept(page)).toEqual([])
  // Its own policy holds on it: nothing runs, and nothing is loaded.
  const policy = await page.evaluate(() => {
    const script = document.createElement('script')
    script.src = '/offline.js'
    return new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
        resolve(violatedDirective),
      )
      document.body.append(script)
    })
  })
  expect(policy).toMatch(/^script-src/)
  for (const look of [
    { width: 390, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
  ] as const) {
    await lookAs(page, look)
    await checkSound(page, `offline, ${look.width} px`)
  }
  await checkOtherWays(page, 'offline')
  await context.setOffline(false)
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(page.getByText(theEnd)).toBeVisible()
  expect(await kept(page)).toEqual([])
  await context.close()
})

test('a reading page alone brings no worker, and may bring none', async ({ page }) => {
  await page.goto(`${stack().site}${article}`)
  const registered = await page.evaluate(async () => {
    const before = (await navigator.serviceWorker.getRegistrations()).length
    const refused = await navigator.serviceWorker.register('/offline.js').then(
      () => 'taken',
      () => 'refused',
    )
    return [before, refused]
  })
  expect(registered).toEqual([0, 'refused'])
})
