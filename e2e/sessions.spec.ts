/** Sessions: their cookie, that signing in makes a new one each time, and where they end. */
import { createHash } from 'node:crypto'
import { type APIRequestContext, type APIResponse, expect, test } from '@playwright/test'
import { endCallers, newStranger, signedInCaller } from './support/callers.ts'
import { readForm, sendForm } from './support/forms.ts'
import { waitForMail } from './support/inbox.ts'
import { somebody } from './support/people.ts'
import { codeFor, enterCode, signInByForms } from './support/sign-in.ts'
import { stack } from './support/stack.ts'
import { withOwner } from './wall/sql.ts'

test.afterAll(endCallers)

const { hostname, port } = new URL(stack().site)
const cookieName = `foldline-${port}`

async function tokenOf(caller: APIRequestContext): Promise<string> {
  const { cookies } = await caller.storageState()
  return cookies.find(({ name }) => name === cookieName)?.value ?? ''
}

/** Whether a session's token opens the account, for whoever has it. */
async function isGood(token: string): Promise<boolean> {
  const thief = await newStranger({ Cookie: `${cookieName}=${token}` })
  return (await thief.get(`${stack().site}/account/export`, { maxRedirects: 0 })).status() === 200
}

test('a token that was there before somebody signs in is not theirs afterwards', async () => {
  const planted = 'A'.repeat(43)
  const victim = await newStranger()
  // As a page of a neighbour on this host would plant it.
  const email = somebody('fixed')
  const ask = await readForm(victim, '/sign-in?to=/account', 'Send me a code')
  await sendForm(victim, ask, { email })
  const enter = await readForm(victim, '/sign-in/code', 'Sign in')
  const pending = (await victim.storageState()).cookies.map(({ name, value }) => `${name}=${value}`)
  const answer = await victim.post(`${stack().site}${enter.path}`, {
    headers: { Origin: stack().site, Cookie: [`${cookieName}=${planted}`, ...pending].join('; ') },
    multipart: { ...enter.fields, code: await codeFor(email) },
    maxRedirects: 0,
  })
  expect(answer.status()).toBe(303)
  expect(setCookie(answer)).not.toContain(planted)
  expect(await isGood(planted)).toBe(false)
  const hash = createHash('sha256').update(planted).digest('hex')
  expect(
    await withOwner((sql) => sql`select 1 from session where token_hash = ${hash}`),
  ).toHaveLength(0)
})

test('who signs in again has a new session, and the one before is over', async () => {
  const email = somebody('again')
  const caller = await signedInCaller(email)
  const first = await tokenOf(caller)
  expect(first).toMatch(/^[\w-]{43}$/)
  expect(await isGood(first)).toBe(true)
  // A signed-in browser is led away from the form: the same one that is sent from a page left open works.
  const open = await newStranger()
  const ask = await readForm(open, '/sign-in?to=/account', 'Send me a code')
  await sendForm(caller, ask, { email })
  await enterCode(caller, await codeFor(email))
  const second = await tokenOf(caller)
  expect(second).not.toBe(first)
  expect([await isGood(first), await isGood(second)]).toEqual([false, true])
})

test('who signs in as somebody else in the same browser leaves no session behind', async () => {
  const caller = await signedInCaller(somebody('one'))
  const first = await tokenOf(caller)
  const open = await newStranger()
  const other = somebody('other')
  await sendForm(caller, await readForm(open, '/sign-in?to=/account', 'Send me a code'), {
    email: other,
  })
  await enterCode(caller, await codeFor(other))
  expect([await isGood(first), await isGood(await tokenOf(caller))]).toEqual([false, true])
})

test('a new address ends the sessions of all browsers, and the one that confirms has a new one', async () => {
  const [old, next] = [somebody('old'), somebody('next')]
  const [here, there] = [await signedInCaller(old), await newStranger()]
  await signInByForms(there, old)
  const before = [await tokenOf(here), await tokenOf(there)]
  await sendForm(here, await readForm(here, '/account/email', 'Send me a link'), { email: next })
  const mail = await waitForMail(next, /Confirm your new address/)
  const link = /href="([^"]*\/account\/email\/confirm\?[^"]*)"/.exec(mail.html ?? '')?.[1] ?? ''
  await sendForm(here, await readForm(here, link.replace(stack().site, ''), 'Use this address'))
  for (const token of before) expect(await isGood(token)).toBe(false)
  expect(await isGood(await tokenOf(here))).toBe(true)
})

test('no script reads the cookies of signing in, and other sites’ requests do not carry them', async () => {
  const caller = await newStranger()
  const email = somebody('cookie')
  const ask = await readForm(caller, '/sign-in?to=/account', 'Send me a code')
  const asked = await caller.post(`${stack().site}${ask.path}`, {
    headers: { Origin: stack().site },
    multipart: { ...ask.fields, email },
    maxRedirects: 0,
  })
  const pending = setCookie(asked)
  expect(pending).toMatch(/^foldline-signing-in=/)
  const enter = await readForm(caller, '/sign-in/code', 'Sign in')
  const entered = await caller.post(`${stack().site}${enter.path}`, {
    headers: { Origin: stack().site },
    multipart: { ...enter.fields, code: await codeFor(email) },
    maxRedirects: 0,
  })
  const session = setCookie(entered)
  expect(session).toContain(`${cookieName}=`)
  for (const line of [...pending.split('\n'), ...session.split('\n').filter(isSet)]) {
    expect(line).toMatch(/; HttpOnly/i)
    expect(line).toMatch(/; SameSite=lax/i)
    expect(line).not.toMatch(new RegExp(`Domain|${hostname}`, 'i'))
  }
})

/** What takes a cookie away sets nothing. */
const isSet = (line: string) => !/^[^=]*=;/.test(line)

const setCookie = (answer: APIResponse) => answer.headers()['set-cookie'] ?? ''

test('next-auth has no address of its own: nobody signs in past our own forms', async () => {
  const caller = await signedInCaller(somebody('auth'))
  for (const path of [
    'signin',
    'signin/email',
    'callback/email',
    'session',
    'csrf',
    'signout',
    'providers',
  ])
    for (const method of ['get', 'post'] as const) {
      const headers = { Origin: stack().site }
      const answer = await caller[method](`${stack().site}/api/auth/${path}`, { headers })
      expect([method, path, answer.status()]).toEqual([method, path, 404])
    }
})
