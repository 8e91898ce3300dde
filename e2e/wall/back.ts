/** W24: the Back button after signing out, in a browser that keeps pages whole to go back to. */
import { chromium, expect, type Page } from '@playwright/test'
import { chromiumArguments, findChromium } from '../support/chromium.ts'
import { somebody, subscribeByForms } from '../support/people.ts'
import { signInByForms } from '../support/sign-in.ts'
import { stack } from '../support/stack.ts'
import { judge, type Judgement, type Wall } from './matrix.ts'
import type { Fixture } from './fixtures.ts'

/** What the page says now, judged as a stranger's. */
async function shownAt(wall: Wall, page: Page, article: Fixture): Promise<Judgement> {
  const body = Buffer.from(await page.content())
  return judge(
    wall,
    'anonymous',
    { path: `${article.path} after Back` },
    { status: 200, headers: [], body, port: null },
  )
}

/** A subscriber reads articles, signs out on the account page, and goes back and forward. */
export async function backAfterSignOut(wall: Wall): Promise<Judgement[]> {
  const executablePath = findChromium()
  const browser = await chromium.launch({
    args: chromiumArguments,
    // Playwright turns it off; people have it.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    ...(executablePath === null ? {} : { executablePath }),
  })
  try {
    const context = await browser.newContext({ baseURL: stack().site })
    await signInByForms(context.request, somebody('wall.back'))
    await subscribeByForms(context.request)
    const page = await context.newPage()
    const judged: Judgement[] = []
    for (const article of wall.fixtures.filter(({ level }) => level !== 'free')) {
      await page.goto(article.path)
      await expect(page.locator('#read-on')).toBeVisible()
    }
    await page.goto('/account')
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page).toHaveURL(`${stack().site}/`)
    await page.goBack()
    for (const article of wall.fixtures.filter(({ level }) => level !== 'free').toReversed()) {
      await page.goBack()
      await expect(page).toHaveURL(`${stack().site}${article.path}`)
      await expect(page.locator('#subscribe-to-read-on')).toBeVisible()
      judged.push(await shownAt(wall, page, article))
    }
    return judged
  } finally {
    await browser.close()
  }
}
