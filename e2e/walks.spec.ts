/** The keyboard alone: every stop of the pages that are read and used most, on a phone and on a desk (`support/walk.ts`). */
import { expect, type Page, test } from '@playwright/test'
import { signedIn, somebody, subscribed } from './support/people.ts'
import { staffBrowser } from './support/staff.ts'
import { stack } from './support/stack.ts'
import { walk } from './support/walk.ts'

const phone = { width: 390, height: 664 }
const desk = { width: 1280, height: 800 }

test.use({ baseURL: stack().site, viewport: phone })

/** Goes through each of these as it is opened. */
async function walkAll(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path)
    expect(await walk(page, path)).toBeGreaterThan(5)
  }
}

test('every stop of the pages for strangers is in order, seen and ringed', async ({ page }) => {
  await walkAll(page, [
    '/',
    '/articles/low-water-at-skelmouth',
    '/sign-in',
    '/search?q=rivver',
    '/articles/there-is-none',
  ])
  await page.setViewportSize(desk)
  await walkAll(page, ['/', '/subscribe', '/search?q=river&section=work', '/newsletters'])
})

test('every stop of the pages for readers is in order, seen and ringed', async ({ browser }) => {
  const context = await signedIn(browser, somebody('walks.reader'))
  const page = await context.newPage()
  await page.setViewportSize(phone)
  await walkAll(page, [
    '/articles/let-the-fields-flood/comments',
    '/comments/write?article=let-the-fields-flood',
    '/account',
  ])
  await context.close()
})

test('a bar that sticks to the window hides nothing that has the focus', async ({ browser }) => {
  const context = await subscribed(browser, somebody('walks.bar'))
  const page = await context.newPage()
  await page.setViewportSize(phone)
  // What the site says of whoever cannot pay: here of somebody who has paid.
  const banner = {
    kind: 'payment_failed',
    text: 'Your last payment failed. You can read on until 14 December 2026, while we try again.',
    href: '/account/pay',
    action: 'Pay now',
    dismissible: true,
  }
  await page.route('**/api/me', (route) => route.fulfill({ json: { banner } }))
  await page.goto('/articles/low-water-at-skelmouth')
  await expect(page.getByRole('link', { name: 'Pay now' })).toBeVisible()
  await walk(page, 'a whole article with the bar')
  // It has a bar of its own, with what is done at the end.
  await walkAll(page, ['/account/cancel'])
  await context.close()
})

test('every stop of the newsroom is in order, seen and ringed', async ({ browser }) => {
  const { context } = await staffBrowser(browser, 'admin')
  const page = await context.newPage()
  await page.setViewportSize(phone)
  await walkAll(page, ['/newsroom/readers', '/newsroom/comments?show=all'])
  await page.setViewportSize(desk)
  await walkAll(page, ['/newsroom/comments', '/newsroom/billing'])
  await context.close()
})
