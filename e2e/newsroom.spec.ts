import { expect, test } from '@playwright/test'
import { z } from 'zod'
import { foldline } from './support/command.ts'
import { signedIn, somebody, subscribed } from './support/people.ts'
import { staffBrowser } from './support/staff.ts'
import { stack } from './support/stack.ts'

test('a reader nobody has, and an id that is none, are pages that say so', async ({ browser }) => {
  const { context } = await staffBrowser(browser, 'support')
  for (const id of ['00000000-0000-7000-8000-000000000000', 'nobody', '%00'])
    expect([400, 404]).toContain(
      (await context.request.get(`${stack().site}/newsroom/readers/${id}`)).status(),
    )
  const page = await context.newPage()
  await page.goto('/newsroom/readers?q=nobody-has-this-in-their-name')
  await expect(page.getByText('Nobody is found by “nobody-has-this-in-their-name”')).toBeVisible()
  await context.close()
})

const status = z.object({
  verdict: z.string(),
  decision: z.object({ granted: z.boolean(), reason: z.string() }),
  timeline: z.array(z.object({ text: z.string() })),
})

test('the terminal says what the screen says, and both look-ups are in the audit log', async ({
  browser,
}) => {
  const email = somebody('terminal')
  await (await subscribed(browser, email)).close()
  const first = await foldline('reader', 'status', email, '--json')
  expect(first.err).toBe('')
  const told = status.parse(JSON.parse(first.out))
  expect(told.decision).toMatchObject({ granted: true, reason: 'active' })

  const { context: staff, email: who } = await staffBrowser(browser, 'admin')
  const page = await staff.newPage()
  await page.goto(`/newsroom/readers?q=${encodeURIComponent(email)}`)
  await page.getByRole('link', { name: email }).click()
  await expect(page.getByText(told.verdict)).toBeVisible()
  await page.reload()
  await expect(
    page.getByRole('region', { name: 'Timeline' }).getByText('Operator at the terminal'),
  ).not.toHaveCount(0)
  await expect(
    page.getByRole('region', { name: 'Timeline' }).getByText(`${who} (admin)`),
  ).not.toHaveCount(0)
  await staff.close()
})

test('a new member of staff works here from their next request on', async ({ browser }) => {
  const email = somebody('hired')
  const context = await signedIn(browser, email)
  const look = async () => (await context.request.get(`${stack().site}/newsroom`)).status()
  expect(await look()).toBe(403)
  expect((await foldline('staff', 'add', email, 'support')).code).toBe(0)
  expect(await look()).toBe(200)
  await context.close()
})

test('wrong words at the terminal are answered with what is wrong and how it goes', async () => {
  const role = await foldline('staff', 'add', 'a@example.org', 'boss')
  expect(role).toMatchObject({ code: 2 })
  expect(role.err).toContain('"boss" is no role')
  const command = await foldline('reed', 'status')
  expect(command).toMatchObject({ code: 2 })
  expect(command.err).toContain('There is no command "reed status"')
  const nobody = await foldline('reader', 'status', somebody('unknown'))
  expect(nobody).toMatchObject({ code: 1 })
  expect(nobody.err).toContain('Nobody has the address')
})

test('a reader is found with the keyboard alone, while their address is typed or by the card they paid with', async ({
  browser,
}) => {
  const email = somebody('keyboard')
  await (await subscribed(browser, email)).close()
  const { context } = await staffBrowser(browser, 'support')
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  await page.goto('/newsroom/readers')
  const box = page.getByRole('combobox')
  // The key is heard once the page's script runs.
  await expect(async () => {
    await page.keyboard.press('/')
    await expect(box).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.type(email.slice(0, -4))
  await expect(page.getByRole('option', { name: email })).toContainText('May read everything')
  await expect(page.getByText('One reader.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('listbox')).toHaveCount(0)
  await box.fill(email)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/newsroom/readers?q=*')
  await expect(page.getByRole('link', { name: email })).toBeVisible()
  await expect(box).toHaveValue(email)
  await box.fill(email.slice(0, -1))
  await page.getByRole('option', { name: email }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/newsroom/readers/*')
  await expect(page.getByRole('heading', { name: email })).toBeVisible()
  expect(faults).toEqual([])
  await context.close()
})
