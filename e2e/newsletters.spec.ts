/** Newsletters from the form to the last letter, as somebody without a script and without an account. */
import { expect, test } from '@playwright/test'
import { endCallers, newStranger } from './support/callers.ts'
import { waitForMail } from './support/inbox.ts'
import { linkIn, receiveLetter, sendLetterTo } from './support/newsletters.ts'
import { somebody } from './support/people.ts'
import { stack } from './support/stack.ts'

test.use({ baseURL: stack().site, javaScriptEnabled: false })

test('somebody signs up, confirms with a button, reads, chooses another and leaves', async ({
  page,
  request,
}) => {
  const email = somebody('letters')
  await page.goto('/newsletters')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByText('choose at least one')).toBeVisible()
  await expect(page.getByLabel('E-mail address')).toHaveValue(email)
  await page.getByRole('checkbox', { name: /First Light/ }).check()
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByText('look into your mailbox')).toBeVisible()
  expect(page.url()).not.toContain('@')

  const confirm = linkIn(await waitForMail(email, /^Please confirm/), '/newsletters/confirm')
  // A scanner of mails opens it first, and spends nothing.
  await request.get(confirm)
  await request.head(confirm)
  await page.goto(confirm)
  await page.getByRole('button', { name: 'Yes, send it to me' }).click()
  await expect(page.getByText('You receive First Light')).toBeVisible()

  const letter = await sendLetterTo(email)
  expect(letter.headers).toMatchObject({
    'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    'list-id': expect.stringMatching(/^"First Light" <first-light\.\S+>$/),
  })
  await page.goto(linkIn(letter, '/newsletters/preferences'))
  await expect(page.getByRole('checkbox', { name: /First Light/ })).toBeChecked()
  await expect(page.getByText(email)).toHaveCount(0)
  await page.getByRole('checkbox', { name: /Tide Tables/ }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('checkbox', { name: /Tide Tables/ })).toBeChecked()

  await page.goto(linkIn(letter, '/newsletters/leave'))
  await page.getByRole('button', { name: 'Unsubscribe' }).click()
  await expect(page.getByRole('heading', { name: 'You are unsubscribed' })).toBeVisible()
  await page.goto(linkIn(letter, '/newsletters/preferences'))
  await expect(page.getByRole('checkbox', { name: /First Light/ })).not.toBeChecked()
  await expect(page.getByRole('checkbox', { name: /Tide Tables/ })).toBeChecked()
})

test('a mail program unsubscribes with one click, from anywhere, and opening the address ends nothing', async () => {
  const stranger = await newStranger()
  const email = somebody('one.click')
  await receiveLetter(stranger, email)
  const letter = await sendLetterTo(email)
  const [, address = ''] = /^<(.*)>$/.exec(letter.headers['list-unsubscribe'] ?? '') ?? []
  const preferences = linkIn(letter, '/newsletters/preferences')
  const isReceived = async () =>
    /<input[^>]*checked=""[^>]*value="first-light"|value="first-light"[^>]*checked=""/.test(
      await (await stranger.get(`${stack().site}${preferences}`)).text(),
    )

  const opened = await stranger.get(address, { maxRedirects: 0 })
  expect(opened.status()).toBe(303)
  expect(opened.headers().location).toMatch(/^\/newsletters\/leave\?t=/)
  expect(await isReceived()).toBe(true)
  const forged = address.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  for (const body of [
    { form: { 'List-Unsubscribe': 'One-Click' } },
    { multipart: { 'List-Unsubscribe': 'One-Click' } },
  ]) {
    const sent = { ...body, headers: { Origin: 'https://mail.example' } }
    expect((await stranger.post(forged, sent)).status()).toBe(404)
    const answer = await stranger.post(address, sent)
    expect(answer.status()).toBe(200)
    expect(answer.headers()).toMatchObject({
      'cache-control': 'private, no-store',
      'referrer-policy': 'same-origin',
    })
  }
  expect(await isReceived()).toBe(false)
  await endCallers()
})
