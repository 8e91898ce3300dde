import { randomInt } from 'node:crypto'
import { type APIRequestContext, request } from '@playwright/test'
import { signInByForms } from './sign-in.ts'

const callers = new Set<APIRequestContext>()

/** Somebody who is not signed in, at an address of their own, who sends these headers with every request. */
export async function newStranger(
  headers: Record<string, string> = {},
): Promise<APIRequestContext> {
  const address = `198.19.${randomInt(256)}.${randomInt(256)}`
  const caller = await request.newContext({
    extraHTTPHeaders: { 'X-Forwarded-For': address, ...headers },
  })
  callers.add(caller)
  return caller
}

/** Somebody who is signed in, through the same forms and the same mail as a person, without a browser. */
export async function signedInCaller(email: string): Promise<APIRequestContext> {
  const caller = await newStranger()
  await signInByForms(caller, email)
  return caller
}

/** Ends all of them; for the end of a test. */
export async function endCallers(): Promise<void> {
  await Promise.all([...callers].map((caller) => caller.dispose()))
  callers.clear()
}
