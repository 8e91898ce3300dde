import { expect, test } from '@playwright/test'
import { payWithCard, signedIn, somebody } from './support/people.ts'
import { tellStripe } from './support/stripe.ts'
import { stack } from './support/stack.ts'

const article = '/articles/low-water-at-skelmouth'

test.afterEach(async () => {
  await tellStripe('/reset', {})
})

test('the return page unlocks although the webhook never comes', async ({ browser }) => {
  const context = await signedIn(browser, somebody('no.webhook'))
  await tellStripe('/webhooks', { fault: 'drop' })
  const page = await context.newPage()
  await page.goto(`/subscribe?from=${article}`)
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payWithCard(page)
  await expect(page).toHaveURL(`${stack().site}${article}`)
  await expect(page.locator('#subscribe-to-read-on')).toHaveCount(0)
  await expect(page.locator('#read-on')).toBeVisible()
  await context.close()
})

test('36: who closes the tab after paying finds the article open on the next request', async ({
  browser,
}) => {
  const context = await signedIn(browser, somebody('closed.tab'))
  const page = await context.newPage()
  await page.goto(`/subscribe?from=${article}`)
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  // The way back is cut: the buyer never reaches our return page.
  await page.route(`${stack().site}/**`, (route) => route.abort())
  await payWithCard(page)
  await page.close()
  const paid = async () => (await context.request.get(`${stack().site}/api/me`)).json()
  await expect.poll(paid).toMatchObject({ readerClass: 'subscriber' })
  const next = await context.request.get(`${stack().site}${article}`)
  expect(await next.text()).toContain('id="read-on"')
  await context.close()
})

test('Stripe being down is told at once, and the button works again afterwards', async ({
  browser,
}) => {
  const context = await signedIn(browser, somebody('outage'))
  const page = await context.newPage()
  await page.goto('/subscribe')
  await tellStripe('/api', { fault: '500', count: null })
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await expect(page.getByText('We cannot reach our payment provider just now.')).toBeVisible()
  await tellStripe('/reset', {})
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await expect(page).toHaveURL(new RegExp(`^${stack().stripe}`))
  await context.close()
})
