/** W24: the Back button after signing out, in a browser that keeps pages whole to go back to. */
import { chromium, expect, type Page } from '@playwright/test'
import { chromiumArguments, findChromium } from '../support/chromium.ts'
import { somebody, subscribeByForms } from '../support/people.ts'
import { signInByForms } from '../support/sign-in.ts'
import { stack } from '../support/stack.ts'
import { door } from './door.ts'
import type { Fixture } from './fixtures.ts'
import { judge, type Judgement, type Wall } from './matrix.ts'

/** What the page says now, judged as a stranger's. */
async function shownAt(wall: Wall, page: Page, article: Fixture): Promise<Judgement> {
  const body = Buffer.from(await page.content())
  const told = { path: `${article.path} after Back` }
  const check = () =>
    body.includes('id="subscribe-to-read-on"') ? [] : ['does not say that it is cut']
  return judge(
    wall,
    'anonymous',
    { ...told, check },
    { status: 200, headers: [], body, port: null },
  )
}

/**
 * Goes back to an article, and waits until it is there. A page that was kept whole says nothing of having
 * been loaded, so that it is asked itself where it is.
 */
async function backTo(page: Page, { path }: Fixture): Promise<void> {
  await page.evaluate(() => history.back())
  await page.waitForFunction(
    (at) => location.pathname === at && document.readyState === 'complete',
    path,
  )
}

/** A browser that believes the door to be the site, if the wall knocks elsewhere. */
function toTheDoor(): string[] {
  const [site, at] = [new URL(stack().site).host, door().host]
  return site === at ? [] : [`--host-resolver-rules=MAP ${site} ${at}`]
}

/** A subscriber reads articles, signs out on the account page, and goes back and forward. */
export async function backAfterSignOut(wall: Wall): Promise<Judgement[]> {
  const executablePath = findChromium()
  const browser = await chromium.launch({
    args: [...chromiumArguments, ...toTheDoor()],
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
      await backTo(page, article)
      judged.push(await shownAt(wall, page, article))
    }
    return judged
  } finally {
    await browser.close()
  }
}
