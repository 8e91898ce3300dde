import { randomUUID } from 'node:crypto'
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test'
import { waitForMail } from './inbox.ts'
import { stack } from './stack.ts'

/** An address nobody has had before, so that tests do not meet each other's people. */
export function somebody(name = 'reader'): string {
  return `${name}.${randomUUID().slice(0, 8)}@example.org`
}

/** The six digits of the newest sign-in mail to an address. */
export async function codeFor(email: string): Promise<string> {
  const mail = await waitForMail(email, /is your code/)
  const code = /^\d{6}/.exec(mail.subject)?.[0]
  if (!code) throw new Error(`No code in the subject: ${mail.subject}`)
  return code
}

/** Signs in on whatever sign-in page is open, with the code of the mail. */
export async function signInHere(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await expect(page.getByRole('heading', { name: 'Look in your mail' })).toBeVisible()
  await page.getByLabel('Six-digit code').fill(await codeFor(email))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** A browser in which somebody is signed in. */
export async function signedIn(browser: Browser, email: string): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: stack().site })
  const page = await context.newPage()
  await page.goto('/sign-in?to=/account')
  await signInHere(page, email)
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible()
  await page.close()
  return context
}

/** Fills in Stripe's page with a test card and pays. */
export async function payWithCard(page: Page, number = '4242424242424242'): Promise<void> {
  await page.getByLabel('Card number').fill(number)
  await page.getByLabel('Expiration').fill('12 / 34')
  await page.getByLabel('CVC').fill('123')
  await page.getByLabel('Name on card').fill('A. Reader')
  await page.getByRole('button', { name: 'Subscribe' }).click()
}

/** A browser whose reader has bought a subscription through the real flow. */
export async function subscribed(browser: Browser, email: string): Promise<BrowserContext> {
  const context = await signedIn(browser, email)
  const page = await context.newPage()
  await page.goto('/subscribe')
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payWithCard(page)
  await page.waitForURL(`${stack().site}/**`)
  await page.close()
  return context
}
