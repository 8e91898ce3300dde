/** Follows every address that an answer names, as one viewer, until nothing new is found. */
import { setTimeout as pause } from 'node:timers/promises'
import { stack } from '../support/stack.ts'
import { type Form, formsIn } from './forms.ts'
import { addressesIn } from './found.ts'
import { classify, FILES, filesThatLieReady, isNoAddress, keyOf, type Known } from './known.ts'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { type Answer, type Header, headerOf, send, several } from './request.ts'
import type { Viewer } from './viewers.ts'

/** An address, and the answer that named it. Where a crawl begins nobody did, and what it is, is known. */
type Step =
  | { address: URL; from: string; where: string }
  | { address: URL; from: null; begins: Known }

/** A form, with the page on which it stands and that page's route. */
export type FoundForm = Form & { page: string; route: string }

export type Crawled = {
  judged: Judgement[]
  forms: FoundForm[]
  /** Pages and scripts: an action may be named there that no form shows. */
  texts: string[]
  /** Addresses that were not followed, because their route had so many others. */
  left: string[]
}

/** Of one route with the same names in its query so many addresses are followed. */
const MOST = 200
/** By a crawl that is not thorough: of what is the same for all of a class, so many. Whatever is of one person, it follows as the other does. */
const SOME = 12

/** In so many milliseconds every list has heard of a change, on a busy machine too. */
const MOMENT = 10_000

/** Where a crawl begins, whether an address that it finds is to be followed, and whether it looks at every page of a kind. */
type Bounds = {
  begin: { path: string; known: Known }[]
  follows: (address: URL) => boolean
  isThorough: boolean
}

/** Everything that can be reached from these addresses, each judged as this viewer's. */
export async function crawl(
  wall: Wall,
  viewer: Viewer,
  { begin, follows, isThorough }: Bounds,
): Promise<Crawled> {
  const { origin } = new URL(stack().site)
  const files = filesThatLieReady()
  const crawled: Crawled = { judged: [], forms: [], texts: [], left: [] }
  const isNew = newTo(new Set(), files)
  const isWithin = within(crawled.left, files, isThorough)
  let next: Step[] = begin.map(({ path, known }) => ({
    address: new URL(path, origin),
    from: null,
    begins: known,
  }))
  while (next.length > 0) {
    const steps = next.filter(
      ({ address }) => address.origin === origin && !isNoAddress(address) && follows(address),
    )
    const wave = steps.filter(isNew).filter(isWithin)
    const visits = await several(wave, 4, (step) => visit(wall, viewer, step, files))
    crawled.judged.push(...visits.map(({ judgement }) => judgement))
    crawled.forms.push(...visits.flatMap(({ forms }) => forms))
    crawled.texts.push(...visits.flatMap(({ text }) => text ?? []))
    next = visits.flatMap(({ steps: found }) => found)
  }
  return crawled
}

function newTo(seen: Set<string>, files: Set<string>) {
  return ({ address }: Step): boolean => {
    const key = keyOf(address, files)
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  }
}

function within(left: string[], files: Set<string>, isThorough: boolean) {
  const followed = new Map<string, number>()
  return ({ address, from }: Step): boolean => {
    const known = classify(address, files)
    const isFile = known?.route === FILES
    if (from === null || (isFile && isThorough)) return true
    const names = [...address.searchParams.keys()].toSorted()
    const kind = [known?.route ?? '', ...names].join(' ')
    const count = (followed.get(kind) ?? 0) + 1
    followed.set(kind, count)
    const most = isThorough || known === null || isOwn(known) ? MOST : SOME
    if (count > most && most === MOST) left.push(address.href)
    return count <= most
  }
}

const isOwn = ({ kind }: Known) => kind === 'person' || kind === 'staff'

type Visit = { judgement: Judgement; steps: Step[]; forms: FoundForm[]; text: string | null }

async function visit(wall: Wall, viewer: Viewer, step: Step, files: Set<string>): Promise<Visit> {
  const { address } = step
  const path = address.pathname + address.search
  const known = step.from === null ? step.begins : classify(address, files)
  const answers: Answer[] = []
  const judgement = await knock(wall, viewer, {
    path,
    ...expectation(wall, known, address),
    check: (answer) => {
      answers.push(answer)
      return complaintsOf(step, known, answer)
    },
  })
  const [answer] = answers
  if (!answer) throw new Error(`${path} was not answered.`)
  if (
    leadsNowhere(answer, step) &&
    step.from !== null &&
    (await isStillNamed(wall, viewer, step, files))
  )
    judgement.complaints.push(
      `GET ${path} as ${viewer.state}: leads nowhere: ${answer.status}, named by ${step.from} (${step.where})`,
    )
  const text = wall.oracle.decode(answer)
  const type = headerOf(answer, 'Content-Type')
  const isPage = type.startsWith('text/html')
  const forms = isPage ? formsIn(text, address) : []
  const found = [...addressesIn(answer, text, address), ...waysBackOf(address)]
  return {
    judgement,
    steps: found.map((one) => ({ address: one.address, from: path, where: one.where })),
    forms: forms.map((form) => ({ ...form, page: path, route: routeOf(answer, known) ?? path })),
    text: isPage || type.includes('javascript') ? text : null,
  }
}

/** What is not there is one page, wherever it is not. */
const routeOf = ({ status }: Answer, known: Known | null) =>
  status === 404 || status === 410 ? '/_not-found' : known?.route

/** A link that opens nothing leads to the page that says so, with the status of that. */
const leadsNowhere = ({ status }: Answer, { address, from }: Step) =>
  status >= 400 && !(from?.startsWith('/gift-links/') && address.pathname === '/given')

/** Where staff look at pictures, those below a marker among them; others are refused there. */
const picturesOfStaff = '/newsroom/pictures/[id]'

/** An article of the wall is read whole or cut; another article as its level says; nothing else holds gated text. */
function expectation(wall: Wall, known: Known | null, { pathname, search }: URL): Partial<Probe> {
  const article = wall.fixtures.find(({ path }) => path === pathname)
  if (article && search === '') return { article, expect: 'page' }
  const mayHold = known?.kind === 'article' || known?.route.startsWith(picturesOfStaff)
  return mayHold ? {} : { expect: 'public' }
}

function complaintsOf(step: Step, known: Known | null, answer: Answer): string[] {
  const named = step.from === null ? '' : `, named by ${step.from} (${step.where})`
  const { status } = answer
  const leadsOn = status >= 300 && status < 400 && status !== 304
  return [
    ...(known ? [] : [`is no route and no file that anybody classified${named}`]),
    ...(status >= 500 ? [`answered ${status}${named}`] : []),
    ...(leadsOn && headerOf(answer, 'Location') === '' ? ['leads on without an address'] : []),
  ]
}

/** An article may be withdrawn between the list and the click, and a comment be removed; lists are told a moment after the commit. */
async function isStillNamed(
  wall: Wall,
  viewer: Viewer,
  step: Step & { from: string },
  files: Set<string>,
): Promise<boolean> {
  const end = Date.now() + MOMENT
  while (await isNamed(wall, viewer, step, files)) {
    if (Date.now() > end) return true
    await pause(100)
  }
  return false
}

async function isNamed(
  wall: Wall,
  viewer: Viewer,
  { address, from }: Step & { from: string },
  files: Set<string>,
): Promise<boolean> {
  const asked = new URL(from, address)
  const headers: Header[] = viewer.cookie
    ? [['Cookie', `${viewer.cookie.name}=${viewer.cookie.value}`]]
    : []
  const answer = await send({ path: from, headers }, wall.agent)
  const named = [...addressesIn(answer, wall.oracle.decode(answer), asked), ...waysBackOf(asked)]
  const key = keyOf(address, files)
  return named.some((one) => keyOf(one.address, files) === key)
}

/** Where a page leads back to, is an address as well. */
function waysBackOf(address: URL) {
  return [...address.searchParams].flatMap(([name, value]) => {
    const to = value.startsWith('/') ? URL.parse(value, address) : null
    return to === null ? [] : [{ address: to, where: `its ${name}` }]
  })
}
