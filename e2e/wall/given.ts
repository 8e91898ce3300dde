/** W55: an article that a subscriber gave away is for whoever holds the link, and nothing else is; no longer than its giver may read. */
import { expect } from '@playwright/test'
import { signedInCaller } from '../support/callers.ts'
import { readForm, sendForm } from '../support/forms.ts'
import { somebody, subscribeByForms } from '../support/people.ts'
import { dataFolder, stack } from '../support/stack.ts'
import type { Fixture } from './fixtures.ts'
import { readLogs } from './logs.ts'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { near } from './private-feeds.ts'
import { type Answer, headerOf, several } from './request.ts'
import { withOwner } from './sql.ts'
import { cancelNow, customerOf } from './stripe-desk.ts'
import { sessionOf, standingOf } from './viewers.ts'

export const givenLine = {
  number: 'W55',
  title: 'gift links',
  sends:
    'a link that a subscriber made, by forms: opened by a stranger, whose pass is then sent everywhere; forged links and passes; the addresses without the pass, and by everybody else, after it was read; the pass and the link after they ran out, after they were taken back and after the giver’s subscription ended; then every log',
}

/** What a stranger got for a link: where it leads, and the cookies they send from then on. */
type Opened = { token: string; path: string; passes: string[] }

const stranger = { state: 'anonymous', cookie: null } as const

/** All of it, for one article of the wall. */
export async function tryGiven(wall: Wall): Promise<Judgement[]> {
  const article = wall.fixtures.find(({ kind }) => kind === 'early')
  if (!article) throw new Error('The wall is not open.')
  const giver = await becomeGiver()
  const first = await giver.give(article)
  const opened = await open(wall, first)
  const judged = [
    opened.judgement,
    ...(await asHolder(wall, article, opened.of)),
    ...(await elsewhere(wall, article, opened.of)),
    ...(await forged(wall, opened.of)),
  ]

  await sendForm(giver.caller, await readForm(giver.caller, LIST, 'Take it back'))
  judged.push(...(await shut(wall, opened.of)))

  const second = (await open(wall, await giver.give(article))).of
  judged.push(...(await asHolder(wall, article, second)))
  await withOwner(
    (owner) => owner`
      update gift_link set made_at = now() - interval '15 days', ends_at = now() - interval '1 second'
       where revoked_at is null and giver_id = (select id from reader where email = ${giver.email})`,
  )
  judged.push(...(await shut(wall, second)))

  const third = (await open(wall, await giver.give(article))).of
  judged.push(...(await asHolder(wall, article, third)))
  await cancelNow(await customerOf(giver.email))
  await expect.poll(async () => giver.standing()).toBe('registered')
  judged.push(...(await shut(wall, third)))
  return [...judged, ...secretsInLogs([opened.of, second, third])]
}

const LIST = '/account/gift-links'

/** Somebody who subscribes, and gives articles away by the form. */
async function becomeGiver() {
  const email = somebody('wall.gives')
  const caller = await signedInCaller(email)
  await subscribeByForms(caller)
  const viewer = { state: 'subscriber', cookie: await sessionOf(caller) } as const
  const give = async ({ path }: Fixture): Promise<string> => {
    const page = `${LIST}/new?article=${path.replace('/articles/', '')}`
    const { location = '' } = await sendForm(caller, await readForm(caller, page, 'Make the link'))
    const html = await (await caller.get(new URL(location, stack().site).href)).text()
    const [, token] = /\/gift-links\/([\w-]{32})/.exec(html) ?? []
    if (token === undefined) throw new Error(`No link was shown: ${location}`)
    return token
  }
  return { email, caller, give, standing: async () => (await standingOf(viewer)).readerClass }
}

/** Opens a link as a browser does that has never been here: the token ends in the answer that sets the pass. */
async function open(wall: Wall, token: string): Promise<{ of: Opened; judgement: Judgement }> {
  const path = `/gift-links/${token}`
  const answers: Answer[] = []
  const judgement = await knock(wall, stranger, {
    path,
    expect: 'public',
    check: (answer) => {
      answers.push(answer)
      const to = headerOf(answer, 'Location')
      return [
        ...(answer.status === 303 ? [] : [`answered ${answer.status}`]),
        ...(to.includes(token) ? ['leads on with the token'] : []),
        ...staysHere(answer),
        ...(headerOf(answer, 'Referrer-Policy') === 'no-referrer' ? [] : ['tells its address on']),
      ]
    },
  })
  const [answer] = answers
  if (!answer) throw new Error('The link was not answered.')
  const passes = answer.headers
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, value]) => value.split(';')[0] ?? '')
  const to = headerOf(answer, 'Location').replace(/\?.*$/, '')
  return { of: { token, path: to, passes: [...new Set(passes)] }, judgement }
}

const staysHere = (answer: Answer) =>
  /private.*no-store/.test(headerOf(answer, 'Cache-Control')) && headerOf(answer, 'ETag') === ''
    ? []
    : [`may be kept: ${headerOf(answer, 'Cache-Control')}`]

/** Who holds the pass reads that article whole: whatever else they send with it. */
async function asHolder(wall: Wall, article: Fixture, opened: Opened): Promise<Judgement[]> {
  const { path, passes, token } = opened
  const ways: Probe[] = [
    { path },
    { path: `${path}?opened` },
    { path, method: 'HEAD' },
    { path, headers: [['Range', 'bytes=0-99']] },
    { path, headers: [['If-None-Match', '*']] },
    { path, headers: [['RSC', '1']] },
  ]
  const judged: Judgement[] = []
  for (const way of ways)
    judged.push(
      await knock(wall, stranger, {
        ...way,
        as: 'subscriber',
        cookies: passes,
        check: (answer) => [
          ...staysHere(answer),
          ...(answer.body.includes(token) ? ['says the token'] : []),
          ...wall.oracle
            .search(answer)
            .filter(({ owner }) => owner !== article.path && owner !== article.slug)
            .map(({ what, owner }) => `holds ${what} of ${owner ?? 'an article'}`),
        ],
      }),
    )
  const held = judged.filter((one) => one.held).length
  return held > 0 ? judged : [...judged, complaint('who was given the article does not get it')]
}

/** Everywhere else a pass is worth nothing; and where it was read, nothing of it is left for others. */
async function elsewhere(wall: Wall, article: Fixture, opened: Opened): Promise<Judgement[]> {
  const others = wall.fixtures.filter(({ path }) => path !== article.path)
  const paths = [
    ...others.flatMap(({ path }) => [path, path.replace('/articles/', '/given/')]),
    article.path,
    `${article.path}/comments`,
    `${article.path}/feed.xml`,
    '/',
    '/given',
    '/feed.xml',
    '/search?q=bell',
    '/api/me',
    LIST,
    `${opened.path}/comments`,
    opened.path.toUpperCase(),
  ]
  const withPass = paths.map((path): Probe => ({ path, cookies: opened.passes, expect: 'public' }))
  const without = [opened.path, `${opened.path}?opened`, article.path].map((path): Probe => ({
    path,
    cookies: [],
    expect: 'public',
  }))
  const free = wall.fixtures.filter(({ level }) => level === 'free').map(({ path }) => path)
  return several([...withPass, ...without, ...without], 4, async (probe) =>
    // What is everybody's may say what it says.
    knock(wall, stranger, free.includes(probe.path) ? { ...probe, expect: undefined } : probe),
  )
}

/** Links and passes near those that open something. */
async function forged(wall: Wall, { token, path, passes }: Opened): Promise<Judgement[]> {
  const [name = '', value = ''] = (passes[0] ?? '').split('=')
  const [id = '', until = '', sign = ''] = value.split('.')
  const changed = `${sign.slice(0, -1)}${sign.endsWith('A') ? 'E' : 'A'}`
  const values = [
    `${id}.${until}.${changed}`,
    `${id}.${Number(until) + 86_400}.${sign}`,
    `${id}.${until}`,
    id,
    `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}.${until}.${sign}`,
    token,
    'given',
    '',
  ]
  return several(
    [
      ...near(token).map((one): Probe => ({ path: `/gift-links/${one}`, expect: 'public' })),
      ...values.map((one): Probe => ({ path, cookies: [`${name}=${one}`], expect: 'public' })),
    ],
    4,
    async (probe) => {
      const probed: Probe = { ...probe, check: (answer) => opensNothing(answer) }
      return knock(wall, stranger, probed)
    },
  )
}

const opensNothing = (answer: Answer) =>
  answer.headers.some(([name]) => name.toLowerCase() === 'set-cookie') ? ['sets a pass'] : []

/** Neither the link nor the pass opens anything any more. */
async function shut(wall: Wall, { token, path, passes }: Opened): Promise<Judgement[]> {
  const probes: Probe[] = [
    { path: `/gift-links/${token}` },
    { path, cookies: passes },
    { path: `${path}?opened`, cookies: passes },
    { path, cookies: passes, method: 'HEAD' },
  ]
  return several(probes, 1, async (probe) =>
    knock(wall, stranger, { ...probe, expect: 'public', check: opensNothing }),
  )
}

function complaint(what: string): Judgement {
  return { bytes: 0, held: false, leaks: [], complaints: [what], port: null }
}

/** Whoever reads logs reads no token and no pass. */
function secretsInLogs(opened: Opened[]): Judgement[] {
  const secrets = opened.flatMap(({ token, passes }) => [
    token,
    ...passes.map((pass) => pass.slice(pass.indexOf('=') + 1)),
  ])
  return readLogs(dataFolder).map(({ name, text }) => ({
    ...complaint(''),
    bytes: Buffer.byteLength(text),
    complaints: secrets.filter((one) => text.includes(one)).map(() => `${name} has a secret`),
  }))
}
