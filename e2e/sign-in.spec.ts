import { expect, test } from '@playwright/test'
import { signedIn, signInHere, somebody } from './support/people.ts'
import { codeFor, linkFor } from './support/sign-in.ts'
import { stack } from './support/stack.ts'

test.use({ baseURL: stack().site })

test('the link opens a page with a button, so a scanner that opens it spends nothing', async ({
  page,
  request,
  context,
}) => {
  const email = somebody('link')
  await page.goto('/sign-in?to=/sections/ports')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await expect(page.getByText(email).first()).toBeVisible()
  const link = await linkFor(email)
  for (const method of ['get', 'head', 'get'] as const) {
    const scanned = await request[method](link)
    expect(scanned.status()).toBe(200)
    expect(scanned.headers()['set-cookie'] ?? '').not.toContain('foldline')
  }
  await page.goto(link)
  await expect(page.getByText(`as ${email}`)).toBeVisible()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL('/sections/ports')
  const cookies = await context.cookies()
  const session = cookies.find(({ name }) => /^foldline-\d+$/.test(name))
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })

  await page.goto(link)
  await expect(page.getByText('This link has been used, or is too old')).toBeVisible()
})

test('the link signs in the device on which the mail is read', async ({ browser, page }) => {
  const email = somebody('device')
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await expect(page.getByText(email).first()).toBeVisible()
  const link = await linkFor(email)
  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await other.goto(link)
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await other.getByRole('link', { name: 'Account', exact: true }).click()
  await expect(other.getByText(email).first()).toBeVisible()
  await elsewhere.close()
})

test('after five wrong codes the right one opens nothing', async ({ page, context }) => {
  const email = somebody('wrong')
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  const right = await codeFor(email)
  const wrong = right === '111111' ? '222222' : '111111'
  for (const left of [
    '4 tries left',
    '3 tries left',
    '2 tries left',
    'one try left',
    'cannot be tried again',
  ]) {
    await page.getByLabel('Six-digit code').fill(wrong)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByText(left)).toBeVisible()
  }
  await page.getByLabel('Six-digit code').fill(right)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  // The sentence stands there from the try before; the field is emptied once this one is answered.
  await expect(page.getByLabel('Six-digit code')).toHaveValue('')
  expect(await context.cookies()).not.toContainEqual(
    expect.objectContaining({ name: expect.stringMatching(/^foldline-\d+$/) }),
  )
  await expect(page.getByText('cannot be tried again')).toBeVisible()
})

test('nothing tells whether an account exists', async ({ browser, page }) => {
  const known = somebody('known')
  await (await signedIn(browser, known)).close()
  const seen: string[] = []
  for (const email of [known, somebody('unknown')]) {
    await page.goto('/sign-in')
    await page.getByLabel('E-mail address').fill(email)
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await expect(page.getByText(email).first()).toBeVisible()
    seen.push((await page.locator('main').innerText()).replace(email, 'EMAIL'))
  }
  expect(seen[0]).toBe(seen[1])
})

test('an address that is none is refused with a sentence, and stays in its field', async ({
  page,
}) => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill('somebody@localhost')
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await expect(page.getByText('This does not look like an e-mail address.')).toBeVisible()
  await expect(page.getByLabel('E-mail address')).toHaveValue('somebody@localhost')
})

test('signing out everywhere ends the session of another browser on its next request', async ({
  browser,
}) => {
  const email = somebody('everywhere')
  const here = await signedIn(browser, email)
  const there = await signedIn(browser, email)
  const page = await here.newPage()
  await page.goto('/account')
  await expect(page.getByRole('listitem').filter({ hasText: 'since' })).toHaveCount(2)
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page).toHaveURL(`${stack().site}/`)
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
  const other = await there.newPage()
  await other.goto('/account')
  await expect(other).toHaveURL(/\/sign-in/)
  await Promise.all([here.close(), there.close()])
})

test('signing out here leaves the other browser alone', async ({ browser }) => {
  const email = somebody('here')
  const here = await signedIn(browser, email)
  const there = await signedIn(browser, email)
  const page = await here.newPage()
  await page.goto('/account')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page).toHaveURL(`${stack().site}/`)
  const other = await there.newPage()
  await other.goto('/account')
  await expect(other.getByText(email).first()).toBeVisible()
  await Promise.all([here.close(), there.close()])
})

for (const evil of [
  '//evil.example',
  '/\\evil.example',
  'https://evil.example/',
  '/%09/evil.example',
])
  test(`a way back to ${evil} leads to our own front page`, async ({ page }) => {
    const email = somebody('back')
    await page.goto(`/sign-in?to=${encodeURIComponent(evil)}`)
    await signInHere(page, email)
    await expect(page.getByRole('link', { name: 'Account', exact: true })).toBeVisible()
    expect(new URL(page.url()).origin).toBe(stack().site)
  })
