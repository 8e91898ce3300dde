/** W45: after a stranger has had the page, whoever may read it gets it whole, at once. */
import type { Browser } from '@playwright/test'
import { signedIn, somebody } from '../support/people.ts'
import { stack } from '../support/stack.ts'
import { type Judgement, knock, readAll, type Wall } from './matrix.ts'
import { beginSubscription, cancelNow, customerOf } from './stripe-desk.ts'
import { type Viewer, viewerOf } from './viewers.ts'

/** Each article: a stranger, a subscriber, a stranger. */
export async function strangerFirst(wall: Wall): Promise<Judgement[]> {
  const { anonymous, subscriber } = wall.viewers
  const judged: Judgement[] = []
  for (const article of wall.fixtures)
    for (const viewer of [anonymous, subscriber, anonymous])
      judged.push(await knock(wall, viewer, { article, path: article.path, expect: 'page' }))
  return judged
}

/**
 * Somebody who has never been on a page of ours since they set out to pay: cut before the webhook,
 * whole on the very next request after it, cut again on the next one after the webhook that ends it.
 */
export async function afterTheWebhook(wall: Wall, browser: Browser): Promise<Judgement[]> {
  const email = somebody('wall.newcomer')
  const context = await signedIn(browser, email)
  const page = await context.newPage()
  await page.goto('/subscribe')
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await page.waitForURL(`${stack().stripe}/**`)
  const { cookie } = await viewerOf('reader', context)
  const customer = await customerOf(email)
  const read = (state: Viewer['state']) => readAll(wall, { state, cookie })
  const before = await read('reader')
  await beginSubscription(customer)
  const after = await read('subscriber')
  await cancelNow(customer)
  return [...before, ...after, ...(await read('lapsed'))]
}
