import type { APIRequestContext } from '@playwright/test'
import { readForm, sendForm } from './forms.ts'
import { waitForMail } from './inbox.ts'

/** The six digits of the newest sign-in mail to an address. */
export async function codeFor(email: string): Promise<string> {
  const mail = await waitForMail(email, /is your code/)
  const code = /^\d{6}/.exec(mail.subject)?.[0]
  if (!code) throw new Error(`No code in the subject: ${mail.subject}`)
  return code
}

/** The link of the newest sign-in mail to an address. */
export async function linkFor(email: string): Promise<string> {
  const mail = await waitForMail(email, /is your code/)
  const link = /href="([^"]*\/sign-in\/confirm\?[^"]*)"/.exec(mail.html ?? '')?.[1]
  if (!link) throw new Error('The sign-in mail has no link.')
  return link.replaceAll('&amp;', '&')
}

/** Asks for a mail to whatever is typed, with more fields; says what was answered. */
export async function askForCode(
  caller: APIRequestContext,
  typed: string,
  more: Record<string, string> = {},
) {
  const ask = await readForm(caller, '/sign-in?to=/account', 'Send me a code')
  return sendForm(caller, ask, { email: typed, ...more })
}

/** Enters a code where one was asked for; says what was answered. */
export async function enterCode(caller: APIRequestContext, code: string) {
  return sendForm(caller, await readForm(caller, '/sign-in/code', 'Sign in'), { code })
}

/**
 * Signs somebody in through the same forms and the same mail as a person, without a page. The caller
 * keeps the session; a browser whose `request` it is has it as well.
 */
export async function signInByForms(caller: APIRequestContext, email: string): Promise<void> {
  await askForCode(caller, email)
  const { location } = await enterCode(caller, await codeFor(email))
  if (location !== '/account') throw new Error(`Signing in led to ${location}.`)
}
