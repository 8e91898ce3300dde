/** What readers keep of what they read: articles saved for later. */
import { expect, test } from '@playwright/test'
import { signInHere, somebody } from './support/people.ts'
import { stack } from './support/stack.ts'

const article = '/articles/low-water-at-skelmouth'
const headline = 'Low water at Skelmouth'

test.use({ baseURL: stack().site })

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('an article is saved by a stranger who signs in on the way, found on the list, taken off and put back', async ({
    page,
  }) => {
    await page.goto(article)
    await expect(page.getByText('Saved for later.')).toBeHidden()
    const save = page.getByRole('button', { name: 'Save for later' })
    await save.click()
    await signInHere(page, somebody('saves'))
    await expect(page.getByRole('heading', { name: 'Save this article' })).toBeVisible()
    await save.click()
    await expect(page).toHaveURL(`${article}#saved`)
    await expect(page.getByText('Saved for later.')).toBeInViewport()
    await expect(page.getByRole('heading', { level: 1 })).toBeInViewport()
    await page.getByRole('link', { name: 'Your saved articles' }).click()

    const lines = page.getByRole('main').getByRole('listitem')
    await expect(lines).toHaveCount(1)
    await expect(lines.getByText('For subscribers')).toBeVisible()
    await page.getByRole('button', { name: 'Remove' }).click()
    await expect(page.getByText('Nothing is saved.')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('It is back on your list.')).toBeVisible()
    await lines.getByRole('link', { name: headline }).click()
    await expect(page).toHaveURL(article)
  })
})
