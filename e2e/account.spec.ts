import { expect, test } from '@playwright/test'
import { readForm, sendForm } from './support/forms.ts'
import { waitForMail } from './support/inbox.ts'
import { signedIn, somebody } from './support/people.ts'
import { stack } from './support/stack.ts'

test.use({ baseURL: stack().site })

test('an address is changed by the link in a mail, which a scanner cannot spend', async ({
  browser,
  request,
}) => {
  const [old, next] = [somebody('old'), somebody('next')]
  const here = await signedIn(browser, old)
  const ask = await readForm(here.request, '/account/email', 'Send me a link')
  const { html } = await sendForm(here.request, ask, { email: next })
  expect(html).toContain('We have sent a mail to')
  await waitForMail(old, /asked to change your e-mail address/)
  const mail = await waitForMail(next, /Confirm your new address/)
  const link = /href="([^"]*\/account\/email\/confirm\?[^"]*)"/.exec(mail.html ?? '')?.[1] ?? ''
  const path = link.replace(stack().site, '')
  for (const method of ['get', 'head'] as const)
    expect((await request[method](link)).status()).toBe(200)
  const confirm = await readForm(here.request, path, 'Use this address')
  const { location } = await sendForm(here.request, confirm)
  expect(location).toBe('/account/email/confirm?done')
  expect(await (await here.request.get('/account')).text()).toContain(next)
  expect(await (await request.get(link)).text()).toContain('This link has been used')
  await here.close()
})

test('who is not signed in withdraws in two steps, and gets a receipt to the second', async ({
  page,
}) => {
  const email = somebody('withdraws')
  await page.goto('/')
  await page.getByRole('link', { name: 'Withdraw from a contract' }).click()
  await page.getByLabel('Your name').fill('Anna Example')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('I hereby withdraw from my contract')).toBeVisible()
  await page.getByRole('button', { name: 'Change something' }).click()
  await expect(page.getByLabel('Your name')).toHaveValue('Anna Example')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Confirm withdrawal' }).click()
  await expect(page.getByRole('heading', { name: 'We received your withdrawal' })).toBeVisible()
  const time = await page.locator('main time').innerText()
  expect(time).toMatch(/\d{2}:\d{2}:\d{2} (GMT|BST)$/)
  const receipt = await waitForMail(email, /We received your withdrawal/)
  expect(receipt.text?.replaceAll(/\s+/g, ' ')).toContain(time)
})

test('without a session nothing of an account is shown, downloaded or deleted', async ({
  request,
}) => {
  for (const path of ['/account/email', '/account/export', '/account/delete']) {
    const answer = await request.get(path, { maxRedirects: 0 })
    expect([answer.status(), answer.headers().location]).toEqual([
      307,
      expect.stringMatching(/^\/sign-in\?to=/),
    ])
  }
})
