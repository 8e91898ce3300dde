/** Mails as they arrived, each caused by what a reader does: shown as a program for mails shows them, without the site around. */
import { type Browser, expect } from '@playwright/test'
import { readForm, sendForm } from '../support/forms.ts'
import { waitForMail } from '../support/inbox.ts'
import { receiveLetter } from '../support/newsletters.ts'
import { somebody, subscribed } from '../support/people.ts'
import { staffBrowser } from '../support/staff.ts'
import { customerOf, failRenewal } from '../wall/stripe-desk.ts'
import type { Reached } from './states.ts'

/** Each with the subject by which it is found. */
const ofPayer = {
  'mail sign in': /is your code/,
  'mail welcome': /^Welcome/,
  'mail receipt': /receipt/,
  'mail payment failed': /^Your payment did not go through/,
  'mail newsletter confirm': /^Please confirm/,
}

/** Whoever has paid once, cannot pay again and asked for a newsletter; and an issue, sent by an editor as a test. */
export async function mails(browser: Browser): Promise<Reached> {
  const email = somebody('design.mails')
  const context = await subscribed(browser, email)
  await failRenewal(await customerOf(email))
  await receiveLetter(context.request, email)
  const shown: Reached['shown'] = []
  for (const [name, subject] of Object.entries(ofPayer))
    shown.push({ name, html: await htmlOf(email, subject) })
  const { context: desk, email: editor } = await staffBrowser(browser, 'editor')
  const form = await readForm(desk.request, '/newsroom/newsletters', 'Send a test to myself')
  await sendForm(desk.request, form, { newsletter: 'the-long-line' })
  shown.push({ name: 'mail newsletter', html: await htmlOf(editor, /^Test: /) })
  await desk.close()
  return { context, shown }
}

async function htmlOf(email: string, subject: RegExp): Promise<string> {
  const { html } = await waitForMail(email, subject)
  expect(html, `${subject}`).not.toBeNull()
  return html ?? ''
}
