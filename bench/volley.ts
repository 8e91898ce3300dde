/**
 * As many requests as a few kept connections carry, each sent when the one before it was answered.
 *
 * Made by us, on plain sockets: autocannon needs more of a processor for a request than a bare Node
 * server needs to answer it, so on one core each it would measure itself. This one also looks at every
 * byte: a body is the same as one that was found good, or is looked at itself.
 */
import { connect, type Socket } from 'node:net'
import { type Answer, readAnswer } from './answer.ts'

/** What to send, and what to make of what comes back. */
export type Volley = {
  host: string
  port: number
  /** Requests as they go over the wire; each connection begins at another of them and goes round. */
  requests: string[]
  connections: number
  seconds: number
  /** Looks at an answer whose body is not one of those found good; says what is wrong with it, or null. */
  judge: (answer: Answer, request: string) => string | null
}

/** What came of it. */
export type Flight = {
  answered: number
  seconds: number
  /** Of each answer, in milliseconds, in no order. */
  times: Float64Array
  bytes: number
  /** The first things that were wrong; empty when nothing was. */
  faults: string[]
}

type Flying = {
  answered: number
  bytes: number
  times: Float64Array
  faults: string[]
  end: number
}

/** Fires until the time is over. Rejects when a connection breaks. */
export async function volley(plan: Volley): Promise<Flight> {
  const start = performance.now()
  const flying: Flying = {
    answered: 0,
    bytes: 0,
    times: new Float64Array(1024),
    faults: [],
    end: start + plan.seconds * 1000,
  }
  const good = new Map<string, Buffer>()
  const gunners = Array.from({ length: plan.connections }, (_, index) =>
    gunner(plan, flying, good, index),
  )
  await Promise.all(gunners)
  const seconds = (performance.now() - start) / 1000
  const { answered, bytes, faults } = flying
  return { answered, seconds, bytes, faults, times: flying.times.slice(0, answered) }
}

function gunner(
  plan: Volley,
  flying: Flying,
  good: Map<string, Buffer>,
  first: number,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket = connect({ host: plan.host, port: plan.port, noDelay: true })
  let turn = first
  let request = ''
  let sentAt = 0
  let waiting: Buffer = Buffer.alloc(0)
  const send = () => {
    request = plan.requests[turn++ % plan.requests.length] ?? ''
    sentAt = performance.now()
    socket.write(request)
  }
  socket.on('connect', send)
  socket.on('data', (chunk: Buffer) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
    const answer = readAnswer(waiting)
    if (answer === null) return
    waiting = waiting.subarray(answer.end)
    const now = performance.now()
    count(flying, now - sentAt, answer.end)
    inspect(plan, flying, good, answer, request)
    if (now < flying.end) send()
    else finish(socket, resolve)
  })
  socket.on('error', reject)
  socket.on('close', () => reject(new Error('A connection was closed before its answer.')))
  return promise
}

function finish(socket: Socket, resolve: () => void): void {
  socket.removeAllListeners('close')
  socket.destroy()
  resolve()
}

function count(flying: Flying, milliseconds: number, bytes: number): void {
  if (flying.answered === flying.times.length) {
    const longer = new Float64Array(flying.times.length * 2)
    longer.set(flying.times)
    flying.times = longer
  }
  flying.times[flying.answered++] = milliseconds
  flying.bytes += bytes
}

function inspect(
  plan: Volley,
  flying: Flying,
  good: Map<string, Buffer>,
  answer: Answer,
  request: string,
): void {
  if (good.get(request)?.equals(answer.body)) return
  const fault = plan.judge(answer, request)
  if (fault === null) good.set(request, Buffer.from(answer.body))
  else if (flying.faults.length < 5) flying.faults.push(fault)
}
