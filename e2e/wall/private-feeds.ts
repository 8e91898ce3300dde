/** W34: the feed of one person. Whoever holds its address reads what that person may read at this moment, and nobody finds it. */
import { randomBytes } from 'node:crypto'
import { expect } from '@playwright/test'
import { signedInCaller } from '../support/callers.ts'
import { readForm, sendForm } from '../support/forms.ts'
import { somebody, subscribeByForms } from '../support/people.ts'
import { dataFolder, stack } from '../support/stack.ts'
import { giveFeed, hashOf } from './give-feed.ts'
import { readLogs } from './logs.ts'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { type Answer, headerOf, several } from './request.ts'
import { cancelNow, customerOf } from './stripe-desk.ts'
import { mayRead, sessionOf, type State, standingOf, type Viewer } from './viewers.ts'

type Holder = { state: State; token: string }

/** What the answer to a feed has to say for itself, whatever is in it. */
function isOwn(answer: Answer): string[] {
  const has = (name: string, pattern: RegExp) =>
    pattern.test(headerOf(answer, name))
      ? []
      : [`its ${name} is ${headerOf(answer, name) || 'missing'}`]
  return [
    ...(answer.status === 200 ? [] : [`answered ${answer.status}`]),
    ...has('Cache-Control', /^private, no-store$/),
    ...has('X-Robots-Tag', /noindex/),
    ...has('Referrer-Policy', /^no-referrer$/),
    ...(headerOf(answer, 'ETag') === '' ? [] : ['has an ETag']),
    ...(headerOf(answer, 'Set-Cookie') === '' ? [] : ['sets a cookie']),
  ]
}

/** The answer is that of an address at which nothing is, and there is nothing in it. */
const isNothing = ({ status, body }: Answer) =>
  status === 404 && body.length === 0 ? [] : [`answered ${status} with ${body.length} bytes`]

/** Ways to ask for a feed without being anybody. */
function waysTo({ token }: Holder): Probe[] {
  const path = `/feed/${token}`
  return [
    { path: `${path}.xml` },
    { path: `${path}.json` },
    { path: `${path}.xml?full=1&class=subscriber&token=x` },
    { path: `${path}.xml`, method: 'HEAD' },
    { path: `${path}.json`, headers: [['Range', 'bytes=0-99']] },
    { path: `${path}.xml`, headers: [['If-None-Match', '*']] },
    { path: `${path}.xml`, headers: [['If-Modified-Since', new Date().toUTCString()]] },
    { path: `${path}.json`, headers: [['Accept-Encoding', 'gzip, br']] },
    { path: `${path}.xml`, headers: [['RSC', '1']] },
  ]
}

/** As the holder of an address: what is judged is what its owner may read, whoever else is signed in. */
async function readAs(wall: Wall, holder: Holder, cookies: string[][]): Promise<Judgement[]> {
  const judged: Judgement[] = []
  for (const own of cookies)
    for (const way of waysTo(holder)) {
      const probe: Probe = { ...way, as: holder.state, cookies: own, check: isOwn }
      judged.push(await knock(wall, { state: holder.state, cookie: null }, probe))
    }
  return [...judged, ...(mayRead(holder.state, 'subscriber') ? notHeld(holder, judged) : [])]
}

/** A payer must not be shown previews: of these answers all but that without a body hold text. */
function notHeld({ state }: Holder, judged: Judgement[]): Judgement[] {
  const held = judged.filter((one) => one.held).length
  const complaints =
    held === judged.filter(({ bytes }) => bytes > 0).length
      ? []
      : [`the feed of ${state} held text ${held} times of ${judged.length}`]
  return [{ bytes: 0, held: false, leaks: [], complaints, port: null }]
}

/** Addresses near one that opens something, and those that open nothing any more. */
export async function closed(wall: Wall, tokens: string[]): Promise<Judgement[]> {
  const probes = tokens.flatMap((token) =>
    ['GET', 'HEAD'].flatMap((method) =>
      ['xml', 'json'].map((ending): Probe => ({
        path: `/feed/${token}.${ending}`,
        method,
        expect: 'public',
        cookies: [],
        check: isNothing,
      })),
    ),
  )
  return several(probes, 4, (probe) => knock(wall, wall.viewers.anonymous, probe))
}

/** Tokens near one that opens something. */
export const near = (token: string) => [
  token.slice(0, -1),
  `${token}A`,
  `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`,
  token.toLowerCase(),
  token.toUpperCase(),
  hashOf(token),
  randomBytes(32).toString('base64url'),
  'none',
  'xml',
]

const cookieOf = ({ cookie }: Viewer) => (cookie ? [`${cookie.name}=${cookie.value}`] : [])

/** Everybody's feed by nobody; those of the states with somebody else's cookie too, and addresses near theirs, which are nobody's. */
export async function tryPrivateFeeds(wall: Wall, others: Viewer[]): Promise<Judgement[]> {
  const { subscriber, reader } = wall.viewers
  const judged: Judgement[] = []
  for (const viewer of [...Object.values(wall.viewers), ...others]) {
    if (viewer.cookie === null) continue
    const holder = { state: viewer.state, token: await giveFeed(viewer) }
    const other = viewer === subscriber ? reader : subscriber
    const isOther = others.includes(viewer)
    judged.push(...(await readAs(wall, holder, isOther ? [[]] : [[], cookieOf(other)])))
    if (!isOther) judged.push(...(await closed(wall, near(holder.token))))
  }
  return [...judged, ...(await fromMakingToEnd(wall))]
}

/** What somebody does with a feed of their own, by the forms, until nothing of it is left. */
async function fromMakingToEnd(wall: Wall): Promise<Judgement[]> {
  const email = somebody('wall.feed')
  const caller = await signedInCaller(email)
  await subscribeByForms(caller)
  const viewer: Viewer = { state: 'subscriber', cookie: await sessionOf(caller) }
  const used: string[] = []
  const make = async (button: string): Promise<Holder> => {
    const { html } = await sendForm(caller, await readForm(caller, '/account/feed', button))
    const [, token] = /\/feed\/([\w-]{43})\.xml/.exec(html) ?? []
    if (token === undefined) throw new Error('No address was shown.')
    used.push(token)
    return { state: 'subscriber', token }
  }
  const whole = async (holder: Holder) => readAs(wall, holder, [[]])

  const first = await make('Make my feed')
  const judged = await whole(first)
  const second = await make('Make a new address')
  judged.push(...(await closed(wall, [first.token])), ...(await whole(second)))

  await sendForm(caller, await readForm(caller, '/account/feed', 'Switch it off'))
  judged.push(...(await closed(wall, [second.token])))

  const third = await make('Make my feed')
  judged.push(...(await whole(third)))
  await cancelNow(await customerOf(email))
  await expect.poll(async () => (await standingOf(viewer)).readerClass).toBe('registered')
  judged.push(...(await readAs(wall, { ...third, state: 'lapsed' }, [[]])))

  const form = await readForm(caller, '/account/delete', 'Delete my account')
  await sendForm(caller, form, { email })
  judged.push(...(await closed(wall, [third.token])))
  return [...judged, ...tokensInLogs(used)]
}

/** An address that opens something stands in no log: whoever reads logs would read the feed. */
function tokensInLogs(tokens: string[]): Judgement[] {
  return readLogs(dataFolder).map(({ name, text }) => ({
    bytes: Buffer.byteLength(text),
    held: false,
    leaks: [],
    complaints: tokens
      .filter((token) => text.includes(token))
      .map(() => `${name} has a token of ${stack().site}`),
    port: null,
  }))
}
