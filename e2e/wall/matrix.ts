/** What every row of the matrix works with, and how an answer is judged. */
import type { Agent } from 'node:http'
import type { Fixture, movingOf } from './fixtures.ts'
import { unguarded } from './guards.ts'
import type { Finding, Oracle } from './oracle.ts'
import { insideOf, previewOf, withoutWhole } from './page.ts'
import { type Answer, type Ask, headerOf, send } from './request.ts'
import { show } from './show.ts'
import { mayRead, type State, type Viewer, type Viewers } from './viewers.ts'

/** The publication as the wall sees it. */
export type Wall = {
  mark: string
  fixtures: Fixture[]
  /** The article that moves, at this level. */
  moving: ReturnType<typeof movingOf>
  /** The level of every article that has something below its marker, the demo's too. */
  levels: Map<string, Fixture['level']>
  oracle: Oracle
  viewers: Viewers
  /** The preview of each article as the plain anonymous page shows it, by path. */
  previews: Map<string, string | null>
  buildId: string
  agent: Agent
}

/** One request, and what its answer has to be beside holding nothing that this viewer may not see. */
export type Probe = Ask & {
  /** The article it asks for. */
  article?: Fixture
  /**
   * `page`: the article's page, whole or with the preview of everybody. `public`: the same for all,
   * so that nobody finds gated text in it.
   */
  expect?: 'page' | 'public'
  /** As whom it counts, where that is not the viewer: with an edited cookie nobody is anybody. */
  as?: State
  /** Which cookies it sends; the viewer's session when left out. */
  cookies?: string[]
  /** Parts of the page that hold gated text for nobody, whoever may read the rest. */
  inside?: (html: string) => { parts: string; complaints: string[] }
  /** A sentinel that the request itself says: whoever is told it back learns nothing. */
  said?: string
  /** What else is wrong with the answer. */
  check?: (answer: Answer) => string[]
}

/** A row of docs/wall.md. */
export type Row = {
  number: string
  title: string
  sends: string
  probes: (wall: Wall, viewer: Viewer) => Probe[] | Promise<Probe[]>
}

/** A row that is about nobody's state: it makes the people it needs. */
export type OwnRow = Omit<Row, 'probes'> & { judge: (wall: Wall) => Promise<Judgement[]> }

/** What came of one request. */
export type Judgement = {
  bytes: number
  /** Whether the answer held gated text for somebody who may read it. */
  held: boolean
  leaks: string[]
  complaints: string[]
  /** The connection it came over. */
  port: number | null
}

/** Sends a probe for a viewer and judges the answer. */
export async function knock(wall: Wall, viewer: Viewer, probe: Probe): Promise<Judgement> {
  const own = viewer.cookie ? [`${viewer.cookie.name}=${viewer.cookie.value}`] : []
  const cookies = (probe.cookies ?? own).map((one): [string, string] => ['Cookie', one])
  const ask: Ask = { ...probe, headers: [...cookies, ...(probe.headers ?? [])] }
  const answer = await send(ask, wall.agent)
  const judgement = judgeSent(wall, probe.as ?? viewer.state, probe, answer)
  show({ ask, answer, text: wall.oracle.decode(answer), ...judgement })
  return judgement
}

/** Each article once, as this viewer. */
export async function readAll(wall: Wall, viewer: Viewer): Promise<Judgement[]> {
  const judged: Judgement[] = []
  for (const article of wall.fixtures)
    judged.push(await knock(wall, viewer, { article, path: article.path, expect: 'page' }))
  return judged
}

/** Judges an answer as it was sent: its words, and the headers that guard it in a browser. */
export function judgeSent(wall: Wall, state: State, probe: Probe, answer: Answer): Judgement {
  const check = (one: Answer) => [...unguarded(one), ...(probe.check?.(one) ?? [])]
  return judge(wall, state, { ...probe, check }, answer)
}

/** Judges the words of an answer that `state` was given. */
export function judge(wall: Wall, state: State, probe: Probe, answer: Answer): Judgement {
  const found = wall.oracle.search(answer).filter(({ what }) => what !== probe.said)
  const told = `${probe.method ?? 'GET'} ${probe.path} as ${state}`
  const levelOf = ({ owner }: Finding) => (owner === null ? undefined : wall.levels.get(owner))
  const mine = (finding: Finding) => {
    const level = levelOf(finding)
    const isOpen = probe.expect === 'public' && !isSearch(probe.path)
    return !isOpen && level !== undefined && mayRead(state, level)
  }
  const leaks = found.filter((finding) => !mine(finding)).map((one) => `${told}: ${describe(one)}`)
  // What is free for everybody at this moment needs no keeping back.
  const held = found.some((finding) => mine(finding) && levelOf(finding) !== 'free')
  const html = wall.oracle.decode(answer)
  const complaints = [
    ...(held ? keptBack(answer) : []),
    ...expected(wall, state, probe, answer, html),
    ...(probe.check?.(answer) ?? []),
  ]
  const inside = probe.inside?.(html)
  if (inside) {
    complaints.push(...inside.complaints)
    const parts = wall.oracle.search({ headers: [], body: Buffer.from(inside.parts) })
    leaks.push(
      ...parts.map((one) => `${told}: ${describe(one)}, in a part that is the same for all`),
    )
  }
  return {
    bytes: answer.body.length,
    port: answer.port,
    held,
    leaks,
    complaints: complaints.map((one) => `${told}: ${one}`),
  }
}

/** What a search shows is of articles, and to be judged like them: whoever may read one is shown where in it the words stand. */
const isSearch = (path: string) => /^\/search(?:\?|$)/.test(path)

const describe = ({ owner, what, where, how }: Finding) =>
  `${what} of ${owner ?? 'an article'} in the ${where}, ${how}`

/** Gated text may stand in no cache that two people share. */
function keptBack(answer: Answer): string[] {
  const said = headerOf(answer, 'Cache-Control').toLowerCase()
  const missing = ['private', 'no-store'].filter((word) => !said.split(/[\s,]+/).includes(word))
  return missing.map((word) => `holds gated text and its Cache-Control (${said}) lacks ${word}`)
}

function expected(wall: Wall, state: State, probe: Probe, answer: Answer, text: string): string[] {
  const { article, expect } = probe
  if (expect === 'public' || expect === undefined || !article) return []
  if (answer.status !== 200) return [`answered ${answer.status}`]
  const whole = mayRead(state, article.level)
  return [
    ...insideOf(text, article),
    ...(previewOf(text) === wall.previews.get(article.path) ? [] : ['has another preview']),
    ...(whole ? withoutWhole(text, article) : cutBlock(text)),
  ]
}

const cutBlock = (html: string) =>
  html.includes('id="subscribe-to-read-on"') ? [] : ['does not say that it is cut']
