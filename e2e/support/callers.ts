import { type APIRequestContext, request } from '@playwright/test'
import { readForm, sendForm } from './forms.ts'
import { codeFor } from './people.ts'

const callers = new Set<APIRequestContext>()

/** Somebody who is signed in, through the same forms and the same mail as a person, without a browser. */
export async function signedInCaller(email: string): Promise<APIRequestContext> {
  const caller = await request.newContext()
  callers.add(caller)
  const ask = await readForm(caller, '/sign-in?to=/account', 'Send me a code')
  const { location: codePage = '' } = await sendForm(caller, ask, { email })
  const enter = await readForm(caller, codePage, 'Sign in')
  const { location } = await sendForm(caller, enter, { code: await codeFor(email) })
  if (location !== '/account') throw new Error(`Signing in led to ${location}.`)
  return caller
}

/** Ends all of them; for the end of a test. */
export async function endCallers(): Promise<void> {
  await Promise.all([...callers].map((caller) => caller.dispose()))
  callers.clear()
}
