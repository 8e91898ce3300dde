/** W23: an answer that is read slowly to its end, and answers that are broken off. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { stack } from '../support/stack.ts'
import { door } from './door.ts'
import { judgeSent, type Judgement, knock, type Probe, type Wall } from './matrix.ts'
import { three } from './rows-transport.ts'
import type { Viewer } from './viewers.ts'
import { readAnswer } from './wire.ts'

/** Addresses whose answers are rendered for each request, and kept for nobody. */
const rendered = ['/search?q=bell', '/account', '/subscribe', '/articles/wall-early/']

async function begin(path: string, { cookie }: Viewer): Promise<Socket> {
  const { hostname, port } = door()
  const socket = connect({ host: hostname, port: Number(port) })
  await once(socket, 'connect')
  const own = cookie ? [`Cookie: ${cookie.name}=${cookie.value}`] : []
  const head = [
    `GET ${path} HTTP/1.1`,
    `Host: ${new URL(stack().site).host}`,
    ...own,
    'Connection: close',
    '',
    '',
  ]
  socket.write(head.join('\r\n'))
  return socket
}

/** Reads a piece, waits, reads the next; and judges what came by then like any other answer. */
async function readSlowly(wall: Wall, viewer: Viewer, probe: Probe): Promise<Judgement> {
  const socket = await begin(probe.path, viewer)
  const pieces: Buffer[] = []
  for await (const piece of socket) {
    pieces.push(Buffer.from(piece))
    await pause(2)
  }
  const read = readAnswer(Buffer.concat(pieces), 'GET')
  if (!read?.whole || read.rest.length > 0) throw new Error(`${probe.path} did not come whole.`)
  return judgeSent(wall, viewer.state, probe, read.answer)
}

/** Leaves after so many pieces of the answer: none, or one. */
async function leave(path: string, viewer: Viewer, pieces: 0 | 1): Promise<void> {
  const socket = await begin(path, viewer)
  if (pieces === 1) await once(socket, 'data')
  socket.destroy()
}

/**
 * Many read slowly at once, and others leave in the middle. Who comes next, is sent their own page, whole.
 */
export async function slowReaders(wall: Wall, viewer: Viewer): Promise<Judgement[]> {
  const others = Object.values(wall.viewers)
  const pages = three(wall).map((article): Probe => ({
    article,
    path: article.path,
    expect: 'page',
  }))
  const plain = rendered.map((path): Probe => ({ path }))
  const slow = [...pages, ...plain].map((probe) => readSlowly(wall, viewer, probe))
  const leaving = [...pages, ...plain].flatMap(({ path }) =>
    others.flatMap((other) => [leave(path, other, 0), leave(path, other, 1)]),
  )
  const [judged] = await Promise.all([Promise.all(slow), Promise.all(leaving)])
  const after: Judgement[] = []
  for (const probe of [...pages, ...plain])
    for (const next of [viewer, wall.viewers.anonymous]) after.push(await knock(wall, next, probe))
  return [...judged, ...after]
}
