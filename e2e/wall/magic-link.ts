/** W32: the link of a sign-in mail, opened by whoever sees it, more than once, too late, and after guessing. */
import { type APIRequestContext, expect } from '@playwright/test'
import { newStranger, signedInCaller } from '../support/callers.ts'
import { readForm, sendForm } from '../support/forms.ts'
import { somebody, subscribeByForms } from '../support/people.ts'
import { askForCode, codeFor, enterCode, linkFor } from '../support/sign-in.ts'
import { type Judgement, knock, type Probe, readAll, type Wall } from './matrix.ts'
import { type Header, headerOf, several } from './request.ts'
import { withOwner } from './sql.ts'
import { sessionOf, type Viewer } from './viewers.ts'

/** What opens a link before its reader does. */
const scanners: Header[][] = [
  [],
  [['User-Agent', 'Mozilla/5.0 (compatible; Microsoft Office/16.0; SafeLinks)']],
  [['User-Agent', 'Barracuda Sentinel (EE)']],
  [['User-Agent', 'Mozilla/5.0 (compatible; Mimecast)']],
  [['User-Agent', 'GoogleImageProxy']],
  [['User-Agent', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)']],
  [['Sec-Purpose', 'prefetch;prerender']],
  [['Purpose', 'prefetch']],
  [
    ['RSC', '1'],
    ['Next-Router-Prefetch', '1'],
  ],
  [['Range', 'bytes=0-100']],
]

const pathOf = (link: string) => link.replace(/^https?:\/\/[^/]+/, '')

/** Opens a link in all the ways that are not a click on its button; none may sign anybody in. */
export function scan(
  wall: Wall,
  link: string,
  cookie: NonNullable<Viewer['cookie']>,
): Promise<Judgement[]> {
  const probes = ['GET', 'HEAD', 'OPTIONS'].flatMap((method) =>
    scanners.map((headers): Probe => ({
      path: pathOf(link),
      method,
      headers,
      expect: 'public',
      check: (answer) =>
        headerOf(answer, 'Set-Cookie').includes(`${cookie.name}=`) ? ['signs a scanner in'] : [],
    })),
  )
  return several(probes, 4, (probe) => knock(wall, wall.viewers.anonymous, probe))
}

/** Clicks on the button of the link's page, as it stood there when the page was opened. */
async function ready(caller: APIRequestContext, link: string) {
  const form = await readForm(caller, pathOf(link), 'Sign in')
  return () => sendForm(caller, form)
}

/** Asks for a mail to this address. Returns who asked, and what the mail holds. */
async function ask(email: string) {
  const asker = await newStranger()
  await askForCode(asker, email)
  return { asker, link: await linkFor(email), code: await codeFor(email) }
}

async function nobodyIn(caller: APIRequestContext, why: string): Promise<void> {
  expect(await sessionOf(caller), why).toBeNull()
}

/** Whoever has the page of the link open already, and whoever opens it now, are signed in by neither. */
async function isSpent(
  link: string,
  clickLater: () => Promise<unknown>,
  caller: APIRequestContext,
) {
  await clickLater()
  await nobodyIn(caller, 'a link that was spent')
  await expect(ready(await newStranger(), link)).rejects.toThrow('has no form')
}

/** Five wrong codes, then the right one; the link is good all the same, for one of two who click at once. */
async function guessed(wall: Wall, email: string): Promise<Judgement[]> {
  const { asker, link, code } = await ask(email)
  const session = wall.viewers.subscriber.cookie
  if (!session) throw new Error('The subscriber is not signed in.')
  const scanned = await scan(wall, link, session)
  const wrong = code === '111111' ? '222222' : '111111'
  for (const typed of [wrong, wrong, wrong, wrong, wrong, code, code]) {
    await enterCode(asker, typed)
    await nobodyIn(asker, 'a code after five wrong ones')
  }
  const [one, two, late] = [await newStranger(), await newStranger(), await newStranger()]
  const clicks = [await ready(one, link), await ready(two, link)]
  const lateClick = await ready(late, link)
  await Promise.all(clicks.map((click) => click()))
  const sessions = (await Promise.all([one, two].map(sessionOf))).filter((held) => held !== null)
  expect(sessions, 'signed in by one link').toHaveLength(1)
  await isSpent(link, lateClick, late)
  const [cookie = null] = sessions
  return [
    ...scanned,
    ...(await scan(wall, link, session)),
    ...(await readAll(wall, { state: 'subscriber', cookie })),
  ]
}

/** A link whose mail was used by its code, one that is too old, and one whose code is. */
async function overtaken(email: string): Promise<void> {
  const used = await ask(email)
  const holder = await newStranger()
  const click = await ready(holder, used.link)
  await enterCode(used.asker, used.code)
  expect(await sessionOf(used.asker), 'the code').not.toBeNull()
  await isSpent(used.link, click, holder)
  const again = await newStranger()
  await askForCode(again, somebody('wall.other'))
  await enterCode(again, used.code)
  await nobodyIn(again, 'somebody else’s code')

  const old = await ask(email)
  const waiting = await newStranger()
  const clickLate = await ready(waiting, old.link)
  // Half an hour passes.
  await withOwner(
    (owner) => owner`
      update sign_in_challenge set expires_at = now() where email = ${email} and used_at is null`,
  )
  await isSpent(old.link, clickLate, waiting)
  await enterCode(old.asker, old.code)
  await nobodyIn(old.asker, 'a code that is too old')
}

/** All of it, for the mails of a subscriber: who signs in reads everything. */
export async function tryMagicLinks(wall: Wall): Promise<Judgement[]> {
  const email = somebody('wall.link')
  await subscribeByForms(await signedInCaller(email))
  const judged = await guessed(wall, email)
  await overtaken(email)
  return judged
}
