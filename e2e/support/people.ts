import { randomUUID } from 'node:crypto'
import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  expect,
  type Page,
} from '@playwright/test'
import { readForm, sendForm } from './forms.ts'
import { codeFor, signInByForms } from './sign-in.ts'
import { payAt } from './stripe.ts'
import { stack } from './stack.ts'

/** An address nobody has had before, so that tests do not meet each other's people. */
export function somebody(name = 'reader'): string {
  return `${name}.${randomUUID().slice(0, 8)}@example.org`
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
  await signInByForms(context.request, email)
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

/**
 * Goes from the account to Stripe's portal, and waits until it is there: links of the account have the same
 * words, and one that is clicked while the action is still on its way is forgotten when that leads elsewhere.
 */
export async function openPortal(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Manage subscription' }).click()
  await page.waitForURL(`${stack().stripe}/p/**`)
}

/** A browser whose reader has bought a subscription through the real flow. */
export async function subscribed(browser: Browser, email: string): Promise<BrowserContext> {
  const context = await signedIn(browser, email)
  await subscribeByForms(context.request)
  return context
}

/** Buys a subscription for whoever is signed in, through the same forms as a person, without a page. */
export async function subscribeByForms(caller: APIRequestContext): Promise<void> {
  const offer = await readForm(caller, '/subscribe', 'Continue to payment')
  const { location: checkout = '' } = await sendForm(caller, offer)
  await caller.get(await payAt(checkout))
}

/** Buys a gift for whoever is signed in, in the same way; returns the path at which it is redeemed. */
export async function giveByForms(caller: APIRequestContext): Promise<string> {
  const order = await readForm(caller, '/gift', 'Continue to payment')
  const { location: checkout = '' } = await sendForm(caller, order, { giver: 'Ida', months: '3' })
  await caller.get(await payAt(checkout))
  const gifts = await (await caller.get(`${stack().site}/gift`)).text()
  const [path] = /\/gift\/redeem\?code=[\w-]+/.exec(gifts) ?? []
  if (path === undefined) throw new Error('The gift page has no gift that could be redeemed.')
  return path
}
