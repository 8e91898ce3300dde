import { type APIRequestContext, expect, test } from '@playwright/test'
import { endCallers, signedInCaller } from './support/callers.ts'
import { readForm, sendForm } from './support/forms.ts'
import { somebody, subscribeByForms, subscribed } from './support/people.ts'
import { staffBrowser, staffCaller } from './support/staff.ts'
import { stack } from './support/stack.ts'

const read = async (caller: APIRequestContext, path: string) =>
  (await caller.get(`${stack().site}${path}`)).text()
const isWhole = async (caller: APIRequestContext) =>
  (await read(caller, '/articles/low-water-at-skelmouth')).includes('begins very faintly to tick')

test('what the desk gives opens the article, and what it takes back or refunds closes it', async () => {
  const email = somebody('desk')
  const [reader, admin] = await Promise.all([signedInCaller(email), staffCaller('admin')])
  const list = await read(admin, `/newsroom/readers?${new URLSearchParams({ q: email })}`)
  const page = /\/newsroom\/readers\/[\da-f-]{36}/.exec(list)?.[0] ?? ''

  const grant = await readForm(admin, `${page}/grant`, 'Give access')
  const given = await sendForm(admin, grant, { days: '9', why: 'A test' })
  expect(given.location).toBe(`${page}?did=given`)
  expect(await isWhole(reader)).toBe(true)
  const back = await sendForm(admin, await readForm(admin, page, 'Take it back'))
  expect(back.location).toBe(`${page}?did=taken_back`)
  expect(await isWhole(reader)).toBe(false)

  await subscribeByForms(reader)
  expect(await isWhole(reader)).toBe(true)
  const refundPage = /\/newsroom[^"]*\/refund\?subscription=\w+/.exec(await read(admin, page))?.[0]
  const refund = await readForm(admin, refundPage ?? '', 'Back, and change nothing')
  expect(await sendForm(admin, refund, { why: 'A test' })).toMatchObject({
    status: 303,
    location: `${page}?did=refunded`,
  })
  expect(await isWhole(reader)).toBe(false)
  await endCallers()
})

test('a part of a payment is given back at the desk, and the reader sees it on their account', async ({
  browser,
}) => {
  const email = somebody('part')
  const [reader, { context: desk }] = await Promise.all([
    subscribed(browser, email),
    staffBrowser(browser, 'admin'),
  ])
  const page = await desk.newPage()
  await page.goto(`/newsroom/readers?${new URLSearchParams({ q: email })}`)
  await page.getByRole('link', { name: email }).click()
  await page.getByRole('link', { name: 'Give back …' }).click()
  await page.getByLabel('Amount in USD').fill('9')
  await page.getByLabel('Reason').fill('The first week was missing')
  await page.getByRole('button', { name: 'Give back' }).click()
  await expect(page.getByText('Between $0.01 and $5.00 can be given back.')).toBeVisible()
  await page.getByLabel('Amount in USD').fill('1.25')
  await page.getByRole('button', { name: 'Give back' }).click()
  await expect(page.getByText('The money is on its way back.')).toBeVisible()
  await expect(page.getByText('$1.25 of it given back')).toBeVisible()
  expect(await read(reader.request, '/account')).toMatch(/refunded (<!-- -->)?\$1\.25/)
  await Promise.all([reader.close(), desk.close()])
})
