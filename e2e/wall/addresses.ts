/** W31: ways back that lead elsewhere, and addresses that are nearly a subscriber's. */
import { type APIRequestContext, expect } from '@playwright/test'
import { newStranger, signedInCaller } from '../support/callers.ts'
import { mailsTo } from '../support/inbox.ts'
import { somebody, subscribeByForms } from '../support/people.ts'
import { askForCode, codeFor, enterCode, linkFor } from '../support/sign-in.ts'
import { stack } from '../support/stack.ts'
import { judge, type Judgement, knock, type Probe, readAll, type Wall } from './matrix.ts'
import { type Answer, headerOf, several } from './request.ts'
import { sessionOf, type State } from './viewers.ts'

const elsewhere = 'evil.example'

/** All of them are read as another host by some browser, library or proxy. */
const waysBack = [
  `//${elsewhere}`,
  `///${elsewhere}`,
  `////${elsewhere}/%2e%2e`,
  `/\\${elsewhere}`,
  `\\\\${elsewhere}`,
  `\\/${elsewhere}`,
  `/%09/${elsewhere}`,
  `/\t/${elsewhere}`,
  `/\n//${elsewhere}`,
  `/./\\${elsewhere}`,
  `/..//${elsewhere}`,
  `/articles/..//${elsewhere}`,
  `/%2F${elsewhere}`,
  `/%5C${elsewhere}`,
  `https://${elsewhere}/`,
  `https:${elsewhere}`,
  `https:/${elsewhere}`,
  `HTTPS://${elsewhere}`,
  `http://localhost@${elsewhere}/`,
  `//localhost:80@${elsewhere}`,
  `/@${elsewhere}/..//${elsewhere}`,
  `.${elsewhere}`,
  `@${elsewhere}`,
  `:80@${elsewhere}`,
  `javascript:alert(1)//${elsewhere}`,
  `data:text/html,${elsewhere}`,
  `/\u2028/${elsewhere}`,
  `\u2044\u2044${elsewhere}`,
  `\uFF0F\uFF0F${elsewhere}`,
  `/;@${elsewhere}`,
  `/a\r\nLocation: https://${elsewhere}`,
]

/** Pages that lead somewhere, and the parameters by which they, or those of others, are told where. */
const parameters = [
  '/sign-in?to=',
  '/sign-in?next=',
  '/sign-in?callbackUrl=',
  '/sign-in/confirm?token=none&to=',
  '/subscribe?from=',
  '/subscribe/return?from=',
  '/account/return?to=',
  '/account/pay?to=',
  '/gift/return?from=',
]

/** Whether a browser on our site that follows this would leave it for somewhere that is not Stripe's. */
function leaves(address: string): boolean {
  const { site, stripe } = stack()
  if (!URL.canParse(address, site)) return false
  const { protocol, hostname } = new URL(address, site)
  const ours = [site, stripe].map((one) => new URL(one).hostname)
  return protocol === 'javascript:' || (hostname.includes(elsewhere) && !ours.includes(hostname))
}

const attributes = (html: string) =>
  [...html.matchAll(/\s(?:href|action|formaction|src|value|content)="([^"]*)"/g)].map(
    ([, value = '']) => value.replaceAll('&amp;', '&'),
  )

function staysHere(answer: Answer): string[] {
  const found = [
    headerOf(answer, 'Location'),
    headerOf(answer, 'Refresh').replace(/^.*url=/i, ''),
    ...attributes(answer.body.toString()),
  ]
  return [
    ...found.filter(leaves).map((address) => `leads to ${address}`),
    ...(answer.status >= 500 ? [`answered ${answer.status}`] : []),
  ]
}

/** Every page that leads on, told to lead elsewhere, by a stranger and by somebody who is signed in. */
export async function tryWaysBack(wall: Wall, starts = parameters): Promise<Judgement[]> {
  const probes = starts.flatMap((start, at) =>
    // All of them where somebody who signs in is led on; of pages that have no such parameter some will do.
    waysBack
      .filter((_, way) => at === 0 || (way + at) % 4 === 0)
      .map((way): Probe => ({
        path: `${start}${encodeURIComponent(way)}`,
        expect: 'public',
        check: staysHere,
      })),
  )
  const asked = [wall.viewers.anonymous, wall.viewers.reader].flatMap((viewer) =>
    probes.map((probe) => ({ viewer, probe })),
  )
  return several(asked, 4, ({ viewer, probe }) => knock(wall, viewer, probe))
}

type Sent = { status: number; location: string | undefined; html: string }

/** Judges what a form was answered, as something that everybody may see. */
function judgeForm(wall: Wall, path: string, sent: Sent, complaints: string[] = []): Judgement {
  const answer: Answer = {
    status: sent.status,
    headers: [['Location', sent.location ?? '']],
    body: Buffer.from(sent.html),
    port: null,
  }
  const check = (one: Answer) => [...staysHere(one), ...complaints]
  return judge(wall, 'anonymous', { path, method: 'POST', expect: 'public', check }, answer)
}

/** The field that carries the way back is the client's: signed in with it, nobody is led away either. */
async function signInTowards(wall: Wall, way: string): Promise<Judgement[]> {
  const [caller, email] = [await newStranger(), somebody('wall.back')]
  const asked = await askForCode(caller, email, { to: way })
  const entered = await enterCode(caller, await codeFor(email))
  const complaints = (await sessionOf(caller)) === null ? ['signs nobody in'] : []
  return [judgeForm(wall, '/sign-in', asked), judgeForm(wall, '/sign-in/code', entered, complaints)]
}

/** Two addresses in one: to one parser the subscriber, to the next somebody else. */
const pairs = (theirs: string, other: string) => [
  `${theirs},${other}`,
  `${other},${theirs}`,
  `${theirs}, ${other}`,
  `${theirs};${other}`,
  `${theirs} ${other}`,
  `${theirs}|${other}`,
  `${theirs}\n${other}`,
  `${theirs}\r\nBcc: ${other}`,
  `${theirs}%0d%0aBcc:${other}`,
  `${theirs}\0${other}`,
  `<${theirs}>${other}`,
  `${other}<${theirs}>`,
  `"${theirs}"@${elsewhere}`,
  `"${theirs}" <${other}>`,
  `${theirs}(${other})`,
  `(${theirs})${other}`,
  `${theirs}@${elsewhere}`,
  `${theirs.replace('@', '%40')}@${elsewhere}`,
  theirs.replace('@', `@${elsewhere},@`),
  `mailto:${theirs}?bcc=${other}`,
]

/** Other letters that look like theirs, or become theirs to whoever folds them. */
const lookAlikes = (theirs: string) => [
  theirs.replace('a', 'а'),
  theirs.replace('e', 'ｅ'),
  theirs.replace('@', '＠'),
  theirs.replace('@', '﹫'),
  theirs.replace('.org', '。org'),
  theirs.replace('a', 'á'),
  theirs.replace('l', '\u200bl'),
  `\u202e${theirs}`,
  theirs.replace('p', 'р'),
]

/** What is typed is refused, and nobody is written to. */
async function refusedAddress(
  wall: Wall,
  caller: APIRequestContext,
  typed: string,
): Promise<Judgement> {
  const sent = await askForCode(caller, typed)
  const refused = sent.html.includes('This does not look like an e-mail address.')
  const complaints = refused ? [] : [`takes ${JSON.stringify(typed)} for an address`]
  return judgeForm(wall, '/sign-in', sent, complaints)
}

/** Somebody who signs in with what is nearly a subscriber's address, and who they are then. */
async function signInAs(wall: Wall, typed: string, email: string, state: State) {
  const caller = await newStranger()
  await askForCode(caller, typed)
  await enterCode(caller, await codeFor(email))
  const cookie = await sessionOf(caller)
  if (!cookie) throw new Error(`${typed} signed nobody in.`)
  return readAll(wall, { state, cookie })
}

/** A mail that was asked for under a forged name of the site has our links all the same. */
async function forgedHost(wall: Wall, email: string): Promise<Judgement> {
  const caller = await newStranger({
    'X-Forwarded-Host': elsewhere,
    'X-Forwarded-Proto': 'https',
    'X-Host': elsewhere,
    'X-Original-Host': elsewhere,
    Forwarded: `host=${elsewhere};proto=https`,
  })
  const sent = await askForCode(caller, email)
  const link = new URL(await linkFor(email))
  const complaints = link.origin === stack().site ? [] : [`mails a link to ${link.origin}`]
  return judgeForm(wall, '/sign-in', sent, complaints)
}

/** Everything that is typed for an address, beside a subscriber's own. */
async function tryAddresses(wall: Wall): Promise<Judgement[]> {
  const theirs = somebody('wall.typed')
  const other = `other.${theirs.replace('@example.org', `@${elsewhere}`)}`
  await subscribeByForms(await signedInCaller(theirs))
  const stranger = await newStranger()
  const codes = async () =>
    (await mailsTo(theirs))
      .map(({ subject }) => subject)
      .filter((subject) => subject.includes('is your code'))
  const before = await codes()
  const typings = [...pairs(theirs, other), ...lookAlikes(theirs)]
  const refused = await several(typings, 4, (typed) => refusedAddress(wall, stranger, typed))
  expect(await mailsTo(other), 'mails to somebody else').toEqual([])
  expect(await codes(), 'codes for the subscriber').toEqual(before)
  const plus = theirs.replace('@', '+wall@')
  const dotted = theirs.replace('typed', 'ty.ped')
  return [
    ...refused,
    ...(await signInAs(wall, plus, plus, 'reader')),
    ...(await signInAs(wall, dotted, dotted, 'reader')),
    ...(await signInAs(wall, ` ${theirs.toUpperCase()} `, theirs, 'subscriber')),
    await forgedHost(wall, theirs),
  ]
}

/** All of it. */
export async function tryAddressesAndWaysBack(wall: Wall): Promise<Judgement[]> {
  const led = await several(
    waysBack.filter((_, at) => at % 6 === 0),
    2,
    (way) => signInTowards(wall, way),
  )
  return [...(await tryWaysBack(wall)), ...led.flat(), ...(await tryAddresses(wall))]
}
