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

/**
 * Signs somebody in through the same forms and the same mail as a person, without a page. The caller
 * keeps the session; a browser whose `request` it is has it as well.
 */
export async function signInByForms(caller: APIRequestContext, email: string): Promise<void> {
  const ask = await readForm(caller, '/sign-in?to=/account', 'Send me a code')
  const { location: codePage = '' } = await sendForm(caller, ask, { email })
  const enter = await readForm(caller, codePage, 'Sign in')
  const { location } = await sendForm(caller, enter, { code: await codeFor(email) })
  if (location !== '/account') throw new Error(`Signing in led to ${location}.`)
}
