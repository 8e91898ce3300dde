/** What readers keep of articles: those saved for later, and those they have read, if they want that noted. */
import { expect, test } from '@playwright/test'
import { checkSound, lookAs } from './design/look.ts'
import { signInHere, somebody } from './support/people.ts'
import { signInByForms } from './support/sign-in.ts'
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

test.describe('with a browser that does not say it is a program', () => {
  test.use({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' })

  test('what somebody reads is noted once they turn it on, shown to them, and gone when they turn it off', async ({
    page,
  }) => {
    await signInByForms(page.request, somebody('reads'))
    await page.goto(free)
    await page.getByRole('button', { name: 'Save for later' }).click()
    await expect(page).toHaveURL(`${free}#saved`)
    const history = '/account/history'
    await page.goto(history)
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await expect(page.getByText('Your reading history is on.')).toBeVisible()

    const lines = page.getByRole('main').getByRole('listitem').getByRole('heading')
    /** It is handed over a moment after the page was sent. */
    const read = async (path: string, listed: string[]) => {
      await page.goto(path)
      await expect(async () => {
        await page.goto(history)
        expect(await lines.allTextContents()).toEqual(listed)
      }).toPass()
    }
    await read(cut, ['Low water at Skelmouth'])
    await read(free, ['Who mends the wall', 'Low water at Skelmouth'])
    await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible()
    const ways = ['Delete all', 'Turn it off'].map((way) => page.getByText(way, { exact: true }))
    for (const way of ways) await way.click()
    for (const path of [history, '/account/saved']) {
      if (path !== history) await page.goto(path)
      await lookAs(page, { width: 390, colorScheme: 'dark' })
      await checkSound(page, path)
    }

    await page.goto(history)
    await page.getByRole('button', { name: /^Remove.*Who mends the wall/ }).click()
    await expect(lines).toHaveText(['Low water at Skelmouth'])
    await ways[0]?.click()
    await page.getByRole('button', { name: 'Yes, delete all' }).click()
    await expect(page.getByText('Nothing is in it yet.')).toBeVisible()
    await read(cut, ['Low water at Skelmouth'])
    await ways[1]?.click()
    await page.getByRole('button', { name: 'Yes, turn it off and delete all' }).click()
    await expect(page.getByText('everything in it is deleted')).toBeVisible()
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await expect(page.getByText('Nothing is in it yet.')).toBeVisible()
  })
})
