import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { z } from 'zod'
import { checkSound, lookAs } from './design/look.ts'
import { pagesOf, type Who } from './design/pages.ts'
import { checkOtherWays } from './design/ways.ts'
import { foldline } from './support/command.ts'
import { readForm, sendForm } from './support/forms.ts'
import { giveByForms, signedIn, somebody, subscribed } from './support/people.ts'
import { staffBrowser } from './support/staff.ts'
import { root, stack } from './support/stack.ts'

/** The addresses of the table for one kind of person, by name. */
const addressesOf = (who: Who) =>
  Object.fromEntries(pagesOf(who).map(({ name, path: address = '/' }) => [name, address]))

/** Both widths and both colour schemes, each once. Pictures are made by `npm run design`. */
const looks = [
  { width: 390, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
] as const

async function look(page: Page, name: string, address: string): Promise<void> {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`))
  page.on('console', (message) => {
    // A page that is meant to be one of these is reported as a failed load of itself.
    if (message.type() === 'error' && !/status of (403|404|410)/.test(message.text()))
      faults.push(`${name}: ${message.text()}`)
  })
  // A style is refused without a word on the console that says where.
  await page.addInitScript(() => {
    document.addEventListener(
      'securitypolicyviolation',
      ({ violatedDirective, blockedURI, sample }) => {
        throw new Error(`the policy refuses ${violatedDirective}: ${blockedURI} ${sample}`)
      },
    )
  })
  await page.goto(address)
  for (const { width, colorScheme } of looks) {
    await lookAs(page, { width, colorScheme })
    await checkSound(page, `${name}, ${width} px, ${colorScheme}`)
  }
  await checkOtherWays(page, name)
  expect(faults).toEqual([])
}

async function lookAtAll(context: BrowserContext, pages: Record<string, string>): Promise<void> {
  for (const [name, address] of Object.entries(pages)) {
    const page = await context.newPage()
    await look(page, name, `${stack().site}${address}`)
    await page.close()
  }
}

for (const [name, address] of Object.entries(addressesOf('anyone')))
  test(`${name} is sound and accessible on a phone by day and a desk by night`, async ({
    context,
  }) => {
    await lookAtAll(context, { [name]: address })
  })

test('what a subscriber sees is sound and accessible', async ({ browser }) => {
  const context = await subscribed(browser, somebody('pages.subscriber'))
  await lookAtAll(context, addressesOf('subscriber'))
  const redeem = await giveByForms(context.request)
  await lookAtAll(context, { redeem, 'gifts bought': '/gift' })
  await context.close()
})

test('whatever is done about a comment is sound and accessible', async ({ browser }) => {
  const slug = 'let-the-fields-flood'
  const context = await signedIn(browser, somebody('pages.comments'))
  const all = await (await context.request.get(`${stack().site}/articles/${slug}/comments`)).text()
  const [, foreign = ''] = /href="\/comments\/report\?comment=([\da-f-]{36})"/.exec(all) ?? []
  const [thread = ''] = /\/articles\/[^"]*thread=[\da-f-]{36}/.exec(all) ?? []
  const form = await readForm(context.request, `/comments/write?article=${slug}`, 'Post comment')
  const said = { body: 'Seen on all pages.', name: 'Nell Sedge' }
  const { location = '' } = await sendForm(context.request, form, said)
  const [, own = ''] = /#comment-([\da-f-]{36})$/.exec(location) ?? []
  await lookAtAll(context, {
    'one conversation': thread,
    reply: `/comments/write?article=${slug}&reply=${foreign}`,
    'comment refused': '/comments/write?article=low-water-at-skelmouth',
    'report a comment': `/comments/report?comment=${foreign}`,
    'report of none': '/comments/report?comment=none',
    reported: `/comments/report?done=${slug}`,
    'change a comment': `/comments/edit?comment=${own}`,
    'comments of one’s own': '/account/comments?notice=named',
  })
  const page = await context.newPage()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/comments/write?article=${slug}`)
  await page.getByLabel('Your comment').fill('x'.repeat(2600))
  await page.getByRole('button', { name: 'Post comment' }).click()
  await expect(page.getByText('That is 2600 characters')).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations).toEqual([])
  await context.close()
  const { context: desk } = await staffBrowser(browser, 'editor')
  await lookAtAll(desk, { 'a comment at the desk': `/newsroom/comments/${own}` })
  await desk.close()
})

test('the code page is sound and accessible', async ({ browser }) => {
  const reader = await browser.newContext({ baseURL: stack().site })
  const page = await reader.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(somebody('pages.code'))
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await expect(page.getByRole('heading', { name: 'Look in your mail' })).toBeVisible()
  await lookAtAll(reader, { 'enter code': '/sign-in/code' })
  await reader.close()
})

test('the newsroom is sound and accessible', async ({ browser }) => {
  await (await subscribed(browser, somebody('pages.subscriber'))).close()
  const { context } = await staffBrowser(browser, 'support')
  const desk = await context.newPage()
  await desk.goto('/newsroom/readers?q=pages.subscriber')
  await desk
    .getByRole('link', { name: /pages\.subscriber/ })
    .first()
    .click()
  await desk.waitForURL('**/newsroom/readers/*')
  await lookAtAll(context, {
    ...addressesOf('support'),
    'readers found': '/newsroom/readers?q=pages.subscriber',
    reader: new URL(desk.url()).pathname,
  })
  await context.close()
  const { context: admin } = await staffBrowser(browser, 'admin')
  const answer = await admin.request.get(desk.url())
  const [giveBack = ''] = /\/newsroom\/[^"]*give-back\?[^"]*/.exec(await answer.text()) ?? []
  await lookAtAll(admin, { ...addressesOf('admin'), 'give back': giveBack })
  const plate = path.join(root, 'public', 'pictures', 'the-night-yard.webp')
  const credit = ['--caption', 'The yard after ten', '--credit', 'Plate: R. Osei']
  const kept = await foldline(
    'picture',
    'add',
    plate,
    '--alt',
    'A yard at night',
    ...credit,
    '--json',
  )
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(kept.out))
  await lookAtAll(admin, { picture: `/newsroom/pictures/${id}?did=added` })
  await admin.close()
  const plain = await signedIn(browser, somebody('pages.forbidden'))
  await lookAtAll(plain, addressesOf('registered'))
  await plain.close()
})
