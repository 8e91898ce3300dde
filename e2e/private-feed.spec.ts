import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { signedIn, somebody, subscribed } from './support/people.ts'
import { root } from './support/stack.ts'

const pictures = path.join(root, 'test-results', 'pages')

/** What the page shows now is accessible and fits, on a phone by day and a desk by night. */
async function isSound(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  for (const [width, colorScheme] of [
    [390, 'light'],
    [1280, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 844 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    await page.screenshot({
      path: path.join(pictures, `${name}-${width}-${colorScheme}.png`),
      fullPage: true,
    })
  }
}

test('a subscriber makes a private feed, sees its address once, renews it and switches it off', async ({
  browser,
  request,
}) => {
  const context = await subscribed(browser, somebody('feed.subscriber'))
  const page = await context.newPage()
  await page.goto('/account')
  await page.getByRole('link', { name: 'Set it up' }).click()
  await page.getByRole('button', { name: 'Make my feed' }).click()
  const address = page.getByLabel('RSS')
  await expect(address).toHaveValue(/\/feed\/[\w-]{43}\.xml$/)
  await expect(page.getByText('it is not shown again')).toBeVisible()
  await isSound(page, 'private-feed-made')
  const first = await address.inputValue()
  const whole = await (await request.get(first)).text()
  expect(whole).toContain('<content:encoded>')
  expect(whole).not.toContain('This feed shows previews only')

  await page.getByRole('button', { name: 'Make a new address' }).click()
  await expect(address).not.toHaveValue(first)
  const second = await address.inputValue()
  expect((await request.get(first)).status()).toBe(404)
  expect((await request.get(second)).status()).toBe(200)
  await page.reload()
  await expect(page.getByText('You have a feed')).toBeVisible()
  await expect(address).toHaveCount(0)

  await page.goto('/account')
  await expect(page.getByText('You have one. Its address was made on')).toBeVisible()
  await isSound(page, 'account-with-feed')
  await page.getByRole('link', { name: 'Change your private feed' }).click()
  await page.getByRole('button', { name: 'Switch it off' }).click()
  await expect(page.getByRole('button', { name: 'Make my feed' })).toBeVisible()
  expect((await request.get(second)).status()).toBe(404)
  await context.close()
})

test('who does not subscribe is offered no feed', async ({ browser }) => {
  const context = await signedIn(browser, somebody('feed.reader'))
  const page = await context.newPage()
  await page.goto('/account')
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible()
  await expect(page.getByText('Your private feed')).toHaveCount(0)
  await page.goto('/account/feed')
  await expect(page.getByText('An address is made for subscribers.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Make my feed' })).toHaveCount(0)
  await context.close()
})
