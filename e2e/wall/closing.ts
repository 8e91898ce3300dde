/** W30: what staff end, ends with the answer to their click. */
import { type APIRequestContext, expect } from '@playwright/test'
import { readForm, sendForm } from '../support/forms.ts'
import { somebody, subscribeByForms } from '../support/people.ts'
import { staffCaller } from '../support/staff.ts'
import { stack } from '../support/stack.ts'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { headerOf, send, several } from './request.ts'
import { signedInTwice } from './sessions.ts'
import { standingOf, type Viewer } from './viewers.ts'

/** The page of a reader at the desk. */
export async function deskPage(admin: APIRequestContext, email: string): Promise<string> {
  const query = new URLSearchParams({ q: email })
  const list = await admin.get(`${stack().site}/newsroom/readers?${query}`)
  const page = /\/newsroom\/readers\/[\da-f-]{36}/.exec(await list.text())?.[0]
  if (page === undefined) throw new Error(`The desk does not know ${email}.`)
  return page
}

/** Sends a form of the desk that leads back to the reader's page, which says what it did. */
async function click(admin: APIRequestContext, at: string, button: string, did: string) {
  const form = await readForm(admin, at, button)
  const { location } = await sendForm(admin, form, { days: '9', why: 'The wall' })
  if (!location?.endsWith(`?did=${did}`)) throw new Error(`“${button}” led to ${location}.`)
}

/** Gives access for nine days. */
export async function comp(admin: APIRequestContext, page: string): Promise<void> {
  await click(admin, `${page}/grant`, 'Give access', 'given')
}

/** Gives the last payment back and ends the subscription. */
export async function refundAndEnd(admin: APIRequestContext, page: string): Promise<void> {
  const shown = await (await admin.get(`${stack().site}${page}`)).text()
  const refund = /\/newsroom[^"]*\/refund\?subscription=\w+/.exec(shown)?.[0]
  if (refund === undefined) throw new Error('The desk has nothing to refund.')
  await click(admin, refund, 'Back, and change nothing', 'refunded')
}

/** What a browser that has the whole page may ask to have it once more. */
async function askAgain(wall: Wall, viewer: Viewer): Promise<Probe[]> {
  const { cookie } = viewer
  const [article] = wall.fixtures
  if (!cookie || !article) throw new Error('There is nobody, or nothing to read.')
  const { path } = article
  const whole = await send(
    { path, headers: [['Cookie', `${cookie.name}=${cookie.value}`]] },
    wall.agent,
  )
  const etag = headerOf(whole, 'ETag') || `"${'0'.repeat(27)}"`
  const page: Probe = { article, path, expect: 'page' }
  return [
    { ...page, headers: [['If-None-Match', etag]] },
    // A cache in front of the site answers this with 304, which holds nothing.
    { path, headers: [['If-Modified-Since', new Date().toUTCString()]] },
    { ...page, headers: [['Cache-Control', 'only-if-cached, max-stale=9999']] },
    { ...page, headers: [['Accept-Encoding', 'br']] },
    { ...page, headers: [['RSC', '1']] },
    { path, headers: [['Range', 'bytes=0-999999']] },
    { path, method: 'HEAD' },
    page,
  ]
}

/** Only what takes access away is announced before it is so; what gives it is heard a moment later (`lib/door`). */
async function untilTheyMayRead(cookies: Viewer['cookie'][]): Promise<void> {
  for (const cookie of cookies)
    await expect
      .poll(async () => (await standingOf({ state: 'reader', cookie })).readerClass)
      .toBe('subscriber')
}

/** A grant that is taken back, and a payment that is given back, of somebody who reads in two places. */
export async function closeAtOnce(wall: Wall): Promise<Judgement[]> {
  const email = somebody('wall.closing')
  const admin = await staffCaller('admin')
  const { here, cookies, read } = await signedInTwice(wall, email)
  const page = await deskPage(admin, email)
  const before = await read('reader')
  await comp(admin, page)
  await untilTheyMayRead(cookies)
  const given = await read('subscriber')
  await click(admin, page, 'Take it back', 'taken_back')
  const taken = await read('lapsed')
  await subscribeByForms(here)
  await untilTheyMayRead(cookies)
  const paid = await read('subscriber')
  const holder: Viewer = { state: 'lapsed', cookie: cookies[0] ?? null }
  const asks = await askAgain(wall, holder)
  await refundAndEnd(admin, page)
  const asked = await several(asks, asks.length, (probe) => knock(wall, holder, probe))
  return [...before, ...given, ...taken, ...paid, ...asked, ...(await read('lapsed'))]
}
