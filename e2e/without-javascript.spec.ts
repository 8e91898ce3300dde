import { expect, test } from '@playwright/test'
import { openPortal, payWithCard, signInHere, somebody } from './support/people.ts'
import { stack } from './support/stack.ts'

test.use({ javaScriptEnabled: false, baseURL: stack().site })

test('the whole way from the front page to the end of an article needs no script', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Low water at Skelmouth' }).click()
  await expect(
    page.getByRole('heading', { level: 1, name: 'Low water at Skelmouth' }),
  ).toBeVisible()
  await page.getByRole('link', { name: 'Subscribe for $5 a month' }).click()
  await page.getByRole('button', { name: 'Subscribe for $5 a month' }).click()
  await signInHere(page, somebody('no.script'))
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payWithCard(page)
  await expect(page).toHaveURL(`${stack().site}/articles/low-water-at-skelmouth#read-on`)
  await expect(page.getByText(/begins very faintly to tick/)).toBeVisible()
  await page.goto('/account')
  await openPortal(page)
  await expect(page.getByRole('heading', { name: 'Your subscription' })).toBeVisible()
  await page.goto('/account')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
})

test('search works without a script', async ({ page }) => {
  await page.goto('/search')
  await page.getByLabel('Words in headlines and articles').fill('surveyor')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(page.getByRole('link', { name: 'Low water at Skelmouth' })).toBeVisible()
})
