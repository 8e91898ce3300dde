import { type APIRequestContext, request } from '@playwright/test'
import { signInByForms } from './sign-in.ts'

const callers = new Set<APIRequestContext>()

/** Somebody who is signed in, through the same forms and the same mail as a person, without a browser. */
export async function signedInCaller(email: string): Promise<APIRequestContext> {
  const caller = await request.newContext()
  callers.add(caller)
  await signInByForms(caller, email)
  return caller
}

/** Ends all of them; for the end of a test. */
export async function endCallers(): Promise<void> {
  await Promise.all([...callers].map((caller) => caller.dispose()))
  callers.clear()
}
