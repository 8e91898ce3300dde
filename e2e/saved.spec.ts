/** What readers keep of what they read: articles saved for later. */
import { expect, test } from '@playwright/test'
import { signInHere, somebody } from './support/people.ts'
import { stack } from './support/stack.ts'

const free = '/articles/who-mends-the-wall'
const cut = '/articles/low-water-at-skelmouth'

test.use({ baseURL: stack().site })

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('an article is saved by a stranger who signs in on the way, found on the list, taken off and put back', async ({
    page,
  }) => {
    await page.goto(cut)
    const save = page.getByRole('button', { name: 'Save for later' })
    await expect(save).toBeHidden()
    await page.goto(free)
    await save.click()
    await signInHere(page, somebody('saves'))
    await expect(page.getByRole('heading', { name: 'Save this article' })).toBeVisible()
    await save.click()
    await expect(page).toHaveURL(`${free}#saved`)
    await expect(page.getByText('Saved for later.')).toBeInViewport()
    await expect(page.getByRole('heading', { level: 1 })).toBeInViewport()
    await page.goto(cut)
    await expect(page.getByText('Saved for later.')).toBeHidden()
    await save.click()
    await page.getByRole('link', { name: 'Your saved articles' }).click()

    const lines = page.getByRole('main').getByRole('listitem')
    await expect(lines.getByRole('heading')).toHaveText([
      'Low water at Skelmouth',
      'Who mends the wall',
    ])
    await expect(lines.first().getByText('For subscribers')).toBeVisible()
    await expect(lines.last().getByText('For subscribers')).toBeHidden()
    await lines.last().getByRole('button', { name: 'Remove' }).click()
    await expect(page.getByText('Removed: “Who mends the wall”')).toBeVisible()
    await expect(lines).toHaveCount(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('It is back on your list.')).toBeVisible()
    await expect(lines.last().getByRole('link', { name: 'Who mends the wall' })).toBeVisible()
  })
})
