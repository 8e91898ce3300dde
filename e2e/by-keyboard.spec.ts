/** What readers do, done without a mouse: nothing is clicked, and nothing has the focus but what the Tab key came to. */
import { randomUUID } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { codeFor } from './support/sign-in.ts'
import { somebody } from './support/people.ts'
import { stack } from './support/stack.ts'
import { tabTo } from './support/walk.ts'

test.use({ baseURL: stack().site })

const article = '/articles/let-the-fields-flood'

/** Presses Enter, and waits for where that leads. */
async function enter(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')])
  await page.waitForLoadState()
}

async function press(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name)
  await enter(page)
}

async function type(page: Page, name: RegExp, words: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.type(words)
}

async function signIn(page: Page, email: string): Promise<void> {
  await type(page, /^E-mail address/, email)
  await enter(page)
  await expect(page.getByRole('heading', { name: 'Look in your mail' })).toBeVisible()
  await type(page, /^Six-digit code/, await codeFor(email))
  await enter(page)
}

test('somebody comments, answers and reports by keyboard', async ({ page }) => {
  const said = `Typed without a mouse, ${randomUUID().slice(0, 8)}.`
  await page.goto(article)
  await press(page, /^Sign in to comment$/)
  await signIn(page, somebody('by.keyboard'))
  await type(page, /^Your comment/, said)
  await type(page, /^Your name/, 'Nell Sedge')
  await press(page, /^Post comment$/)
  await expect(page).toHaveURL(/\/comments#comment-[\da-f-]{36}$/)
  await expect(page.getByText(said)).toBeVisible()
  // The address leads to the comment: from there on the next stop is in it.
  await press(page, /^Reply to Nell Sedge$/)
  await type(page, /^Your reply/, `And answered, ${said}`)
  await press(page, /^Post reply$/)
  await expect(page.getByText(`And answered, ${said}`)).toBeVisible()
  await page.goto(`${article}/comments`)
  await press(page, /^Report the comment by (?!Nell)/)
  await tabTo(page, /^It is abusive/)
  await page.keyboard.press('Space')
  await press(page, /^Report$/)
  await expect(page.getByText('The editors will look at it.')).toBeVisible()
})

test('somebody subscribes from a cut article by keyboard, as far as the payment', async ({
  page,
}) => {
  await page.goto('/articles/low-water-at-skelmouth')
  await press(page, /^Subscribe for \$5 a month$/)
  await expect(page).toHaveURL(/\/subscribe\?from=/)
  await tabTo(page, /^Monthly/)
  await page.keyboard.press('ArrowDown')
  await press(page, /Subscribe for \$\d+ a year/)
  await signIn(page, somebody('buys.by.keyboard'))
  await expect(page).toHaveURL(/\/subscribe\?/)
  await press(page, /Continue to payment: annual/)
  await expect(page).toHaveURL(new RegExp(`^${stack().stripe}`))
})

test('somebody who mistypes finds by keyboard what they meant', async ({ page }) => {
  await page.goto('/')
  await press(page, /^Search$/)
  await type(page, /^Words in headlines and articles/, 'rivver')
  await enter(page)
  await expect(page).toHaveURL(/\/search\?q=rivver/)
  await press(page, /^river$/)
  await expect(page).toHaveURL(/\/search\?q=river/)
  await expect(page.getByRole('link', { name: 'How many lorries in a river' })).toBeVisible()
})
