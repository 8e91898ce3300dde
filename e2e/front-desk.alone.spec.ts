/** The front page as two editors order it: one at the keyboard, one without a script. Nobody else may be there: all read it. */
import { AxeBuilder } from '@axe-core/playwright'
import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { z } from 'zod'
import { foldline } from './support/command.ts'
import { readForm, sendForm } from './support/forms.ts'
import { staffBrowser, staffCaller } from './support/staff.ts'
import { stack } from './support/stack.ts'
import { withOwner } from './wall/sql.ts'

test.use({ baseURL: stack().site })

const opinion = 'let-the-fields-flood'
const lead = /^\/articles\/([a-z0-9-]+)$/

/** The articles that the front page leads to, as a stranger sees it, the first first. */
async function seen(request: APIRequestContext): Promise<string[]> {
  const html = await (await request.get(stack().site)).text()
  const links = [...html.matchAll(/<h[23][^>]*>(?:<span[^>]*>[^<]*<\/span>)?<a href="([^"]*)"/g)]
  return links.flatMap(([, href = '']) => lead.exec(href)?.[1] ?? [])
}

/** Goes by the keyboard alone to what has this name, and presses it. */
async function press(page: Page, role: 'button' | 'link', name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name })
  for (let steps = 0; steps < 300; steps++) {
    if (await wanted.evaluate((one) => one === document.activeElement)) break
    await page.keyboard.press('Tab')
  }
  await expect(wanted).toBeFocused()
  await page.keyboard.press('Enter')
}

const order = async (page: Page) => page.getByRole('heading', { level: 2 }).allInnerTexts()

const desk = z.object({
  automatic: z.boolean(),
  containers: z.array(
    z.object({
      name: z.string(),
      shown: z.array(z.object({ slug: z.string(), why: z.string() })),
    }),
  ),
})

test('an editor orders and pins by the keyboard, is told when somebody was quicker, and resets', async ({
  browser,
  request,
}) => {
  expect([0, 1]).toContain((await foldline('front', 'reset', '--yes')).code)
  const before = await seen(request)
  expect(before.slice(0, 3)).not.toContain(opinion)
  const { context, email } = await staffBrowser(browser, 'editor')
  const page = await context.newPage()
  await page.goto('/newsroom/front')
  await expect(page.getByText('Nobody has ordered it')).toBeVisible()
  const place = (await order(page)).findIndex((one) => one.includes('Rivers'))

  // Twice by the same button, which keeps the focus.
  await press(page, 'button', 'Up Rivers')
  await expect.poll(async () => (await order(page))[place - 1]).toContain('Rivers')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await order(page))[place - 2]).toContain('Rivers')
  await expect(page.getByText('Done: move “Rivers” up.')).toBeVisible()

  await press(page, 'link', 'Pin or change Lead')
  await page.getByPlaceholder('Words of its headline').fill('fields flood')
  await page.keyboard.press('Enter')
  await page.getByRole('radio').first().check()
  await page.getByLabel('Place').selectOption('2 of 3')

  // Meanwhile somebody else, without a script.
  const other = await staffCaller('editor')
  const form = await readForm(other, '/newsroom/front', 'hide “Lead”')
  const hidden = await sendForm(other, form)
  expect(hidden.status).toBe(200)
  expect(hidden.html).toMatch(/Done: hide “Lead”/)
  await expect.poll(async () => seen(request)).not.toEqual(before)

  await press(page, 'button', 'Pin it')
  const told = page.getByRole('status')
  await expect(told).toContainText(/Somebody changed the front page on .* at \d\d:\d\d/)
  await expect(told).toContainText('at place 2')
  await expect(page.locator('#outcome')).toBeFocused()
  await page.getByRole('button', { name: 'Make my change now' }).click()
  await expect(told).toContainText('Done: pin to “Lead”')

  await page.goto('/newsroom/front')
  await expect(page.getByText('it waits, as the container does')).toBeVisible()
  await press(page, 'button', 'Show Lead')
  await expect(page.getByText('Pinned', { exact: true })).toBeVisible()
  await expect.poll(async () => (await seen(request))[1]).toBe(opinion)
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations).toEqual([])

  const shown = await foldline('front', 'show', '--json')
  const { automatic, containers } = desk.parse(JSON.parse(shown.out))
  expect(automatic).toBe(false)
  expect(containers.find(({ name }) => name === 'lead')?.shown[1]).toEqual(
    expect.objectContaining({ slug: opinion, why: 'pinned' }),
  )
  expect((await foldline('front', 'pin', 'river', 'no-such-article')).code).toBe(1)
  expect((await foldline('front', 'unpin', 'lead', opinion)).code).toBe(0)
  await expect.poll(async () => (await seen(request))[1]).not.toBe(opinion)

  await page.reload()
  await page.getByText('Let it be composed automatically again').click()
  await page.getByRole('button', { name: 'Give it up and reset' }).click()
  await expect(page.getByText('Nobody has ordered it')).toBeVisible()
  await expect.poll(async () => seen(request)).toEqual(before)
  const entries = await withOwner(
    (owner) =>
      owner`select action from audit_entry where actor = ${`${email} (editor)`} order by id`,
  )
  expect(entries.map(({ action }) => String(action))).toEqual([
    'Moved a container of the front page',
    'Moved a container of the front page',
    'Pinned an article to the front page',
    'Showed a container of the front page again',
    'Reset the front page to automatic',
  ])
  await context.close()
})
