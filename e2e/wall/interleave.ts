/** W44: a subscriber and a stranger by turns; what is one's must never reach the other. */
import { Agent } from 'node:http'
import { type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { several } from './request.ts'
import type { Viewer } from './viewers.ts'

const TIMES = 100
const AT_ONCE = 24

const turnsOf = ({ viewers }: Wall): Viewer[] =>
  Array.from({ length: TIMES }, () => [viewers.subscriber, viewers.anonymous]).flat()

function probeOf(wall: Wall): Probe {
  const article = wall.fixtures.find(({ kind }) => kind === 'early')
  if (!article) throw new Error('The wall has no article whose marker is early.')
  return { article, path: article.path, expect: 'page' }
}

/** By turns over one connection that is kept alive; a hundred times a subscriber and a stranger, if nobody else is named. */
export async function overOneConnection(wall: Wall, turns = turnsOf(wall)): Promise<Judgement[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const judged = await several(turns, 1, (viewer) =>
    knock({ ...wall, agent }, viewer, probeOf(wall)),
  )
  agent.destroy()
  return judged
}

/** Somebody and, after each of their turns, a stranger, a reader and a subscriber. */
export function amongOthers({ viewers }: Wall, viewer: Viewer): Viewer[] {
  const { anonymous, reader, subscriber } = viewers
  return [anonymous, reader, subscriber, anonymous].flatMap((other) => [viewer, other])
}

/** All of them at once, over many connections. */
export async function overManyConnections(wall: Wall, turns = turnsOf(wall)): Promise<Judgement[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const judged = await several(turns, AT_ONCE, (viewer) =>
    knock({ ...wall, agent }, viewer, probeOf(wall)),
  )
  agent.destroy()
  return judged
}
