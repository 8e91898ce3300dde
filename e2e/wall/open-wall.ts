/** Sets the matrix up: its articles published, its viewers signed in, its oracle opened. */
import { readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import path from 'node:path'
import type { Browser } from '@playwright/test'
import { root } from '../support/stack.ts'
import { readDemo } from './demo.ts'
import {
  failingFixture,
  type Fixture,
  fixturesOf,
  type Moving,
  movingOf,
  runMark,
} from './fixtures.ts'
import type { Wall } from './matrix.ts'
import { untilNamed } from './naming.ts'
import { type Gated, openOracle } from './oracle.ts'
import { previewOf } from './page.ts'
import { type Imported, publish } from './publish.ts'
import { type Header, send } from './request.ts'
import { saidUnder } from './said-by-readers.ts'
import { alone } from './sql.ts'
import { type Viewer, viewersOfRun } from './viewers.ts'

const level = (written: string): Fixture['level'] =>
  written === 'free' || written === 'registered' ? written : 'subscriber'

/** Of each file of a picture some bytes from its middle, as somebody is shown them who may see it. */
async function seenBy({ cookie }: Viewer, { kept: { hash, paths } }: Fixture, agent: Agent) {
  const pieces: Buffer[] = []
  for (const at of paths) {
    const headers: Header[] = cookie ? [['Cookie', `${cookie.name}=${cookie.value}`]] : []
    const { status, body } = await send({ path: at, headers }, agent)
    if (status !== 200) throw new Error(`${at} is not shown to who may see it: ${status}.`)
    pieces.push(body.subarray(Math.floor(body.length / 2), Math.floor(body.length / 2) + 64))
  }
  return { hash, pieces }
}

/** Of the article that the other file moves: who may read it is shown it in a search. Its words may be free at this moment, and are not looked for. */
const sentinelsOf = (article: Fixture) => ({ ...article, below: { ...article.below, texts: [] } })

/** Everything the rows need. Articles are imported with the command; doing that again changes nothing. */
export async function openWall(
  browser: Browser,
  folder: string,
  kind: Moving = 'moving',
): Promise<{ wall: Wall; imported: Imported }> {
  const mark = runMark('gated')
  const fixtures = fixturesOf({ gated: mark, open: runMark('open') })
  const { imported, viewers } = await alone(async () => ({
    imported: await publish(fixtures),
    viewers: await viewersOfRun(browser, path.join(folder, 'viewers.json')),
  }))
  const moving = movingOf(mark, kind)
  const demo = readDemo()
  const gated: { level: Fixture['level']; below: Gated }[] = [
    ...fixtures,
    moving('subscriber'),
    sentinelsOf(movingOf(mark, kind === 'moving' ? 'shifting' : 'moving')('subscriber')),
    failingFixture(mark, 'subscriber'),
    ...demo.map(({ level: written, below }) => ({ level: level(written), below })),
  ].filter((one) => one.level !== 'free')
  const open = [
    readFileSync(path.join(root, 'content', 'publication.yaml'), 'utf8'),
    ...demo.flatMap((article) => (article.level === 'free' ? article.below.texts : article.open)),
  ]
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  for (const article of fixtures)
    article.below.picture = await seenBy(viewers.subscriber, article, agent)
  await untilNamed(agent, fixtures)
  const previews = new Map<string, string | null>()
  for (const article of fixtures) {
    const answer = await send({ path: article.path }, agent)
    previews.set(article.path, previewOf(answer.body.toString('utf8')))
  }
  const wall: Wall = {
    mark,
    fixtures,
    moving,
    levels: new Map(gated.map((one) => [one.below.owner, one.level])),
    oracle: openOracle(
      mark,
      [...gated.map(({ below }) => below), ...fixtures.map((one) => saidUnder(mark, one))],
      open,
    ),
    viewers,
    previews,
    buildId: readFileSync(path.join(root, '.next', 'BUILD_ID'), 'utf8').trim(),
    agent,
  }
  return { wall, imported }
}
