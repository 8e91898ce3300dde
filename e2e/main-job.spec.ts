import { expect, test } from '@playwright/test'
import { mailsTo, waitForMail } from './support/inbox.ts'
import { openPortal, payWithCard, signedIn, signInHere, somebody } from './support/people.ts'
import { stack } from './support/stack.ts'

const article = '/articles/low-water-at-skelmouth'
/** The last words of that article, which stand below its marker. */
const theEnd = /begins very faintly to tick/

test('a reader meets the cut, subscribes, reads on, cancels; staff see why they may', async ({
  browser,
}) => {
  const email = somebody('main.job')
  const context = await browser.newContext({ baseURL: stack().site })
  const page = await context.newPage()

  await page.goto(article)
  await expect(page.getByRole('heading', { name: 'Low water at Skelmouth' })).toBeVisible()
  await expect(page.locator('#subscribe-to-read-on')).toBeVisible()
  await expect(page.getByText(theEnd)).toHaveCount(0)

  await page.getByRole('link', { name: 'Subscribe for $5 a month' }).click()
  await page.getByRole('button', { name: 'Subscribe for $5 a month' }).click()
  await signInHere(page, email)
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await expect(page).toHaveURL(new RegExp(`^${stack().stripe}`))
  await payWithCard(page)

  await expect(page).toHaveURL(`${stack().site}${article}#read-on`)
  await expect(page.getByText(theEnd)).toBeVisible()
  await expect(page.locator('#subscribe-to-read-on')).toHaveCount(0)

  await page.goto('/account')
  await expect(page.getByText(/Your subscription renews on \d+ \w+ \d{4}\./)).toBeVisible()
  await openPortal(page)
  await page.getByRole('link', { name: 'Cancel subscription' }).click()
  await page.getByRole('button', { name: 'Cancel subscription' }).click()
  await page.getByRole('link', { name: /^Return to/ }).click()
  await expect(page).toHaveURL(`${stack().site}/account`)
  await expect(page.getByText(/Your subscription ends on \d+ \w+ \d{4}\./)).toBeVisible()

  await page.goto(article)
  await expect(page.getByText(theEnd)).toBeVisible()
  await waitForMail(email, /^Your subscription ends on/)
  const subjects = (await mailsTo(email)).map((mail) => mail.subject)
  for (const once of [/^Welcome to/, /^Your receipt/, /^Your subscription ends on/])
    expect(subjects.filter((subject) => once.test(subject))).toHaveLength(1)

  const staff = await signedIn(browser, 'support@leadline.example')
  const desk = await staff.newPage()
  await desk.goto('/newsroom/readers')
  await desk.getByRole('combobox').fill(email.slice(3, 18))
  await desk.keyboard.press('Enter')
  await desk.getByRole('link', { name: email }).click()
  await expect(
    desk.getByText(
      /May read everything until \d+ \w+ \d{4}: active subscription, canceled, does not renew\./,
    ),
  ).toBeVisible()
  const timeline = desk.getByRole('region', { name: 'Timeline' })
  for (const line of [
    'Subscription began',
    'Completed checkout',
    'Invoice paid',
    'Subscription changed',
  ])
    await expect(timeline.getByText(line).first()).toBeVisible()
  await desk.getByRole('button', { name: 'Sync with Stripe now' }).click()
  await expect(desk.getByText('Read from Stripe just now.')).toBeVisible()
  for (const trace of ['Looked this reader up', 'Synced with Stripe'])
    await expect(timeline.getByText(trace).first()).toBeVisible()
  await Promise.all([context.close(), staff.close()])
})
