/** Requests as no client of Node's would send them: written byte for byte on a connection of their own. */
import { connect } from 'node:net'
import { stack } from '../support/stack.ts'
import { door } from './door.ts'
import type { Answer, Ask, Header } from './request.ts'

/** How a request is written that is not written as usual. */
export type ByHand = {
  /** The first line. */
  line?: string
  /** What its Host headers say, one after the other; none when empty. */
  hosts?: string[]
  /** What the Connection header says. */
  connection?: string
}

/** Longer than the door gives a request: a connection that is then still silent is held open. */
const PATIENCE = 20_000

/**
 * Sends it and reads to the end of the answer. An answer that never came, or not whole, has status 0.
 * Rejects when more came than one answer, or when the other side holds its silence.
 */
export function sendByHand(ask: Ask, how: ByHand): Promise<Answer> {
  return exchange(written(ask, how), ask.method ?? 'GET')
}

function written({ path, method = 'GET', headers = [], body = '' }: Ask, how: ByHand): Buffer {
  const lines: Header[] = [
    ...(how.hosts ?? [new URL(stack().site).host]).map((one): Header => ['Host', one]),
    ...headers,
    ['Connection', how.connection ?? 'close'],
    ...(body === '' ? [] : [['Content-Length', String(Buffer.byteLength(body))] satisfies Header]),
  ]
  const first = how.line ?? `${method} ${path} HTTP/1.1`
  const head = [first, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
  return Buffer.from(head + body)
}

async function exchange(bytes: Buffer, method: string): Promise<Answer> {
  const { hostname, port } = door()
  const socket = connect({ host: hostname, port: Number(port) })
  const broken = new Promise<never>((_, reject) => {
    socket.setTimeout(PATIENCE, () => reject(new Error('The connection is held open in silence.')))
  })
  try {
    socket.write(bytes)
    return await Promise.race([broken, readFrom(socket, method)])
  } finally {
    socket.destroy()
  }
}

async function readFrom(
  socket: AsyncIterable<Buffer> & { localPort?: number | undefined },
  method: string,
): Promise<Answer> {
  const unanswered: Answer = { status: 0, headers: [], body: Buffer.alloc(0), port: null }
  let came = Buffer.alloc(0)
  try {
    for await (const chunk of socket) {
      came = Buffer.concat([came, chunk])
      const read = readAnswer(came, method)
      // Who keeps the connection open says nothing more on it.
      if (read?.whole && !read.closes) break
    }
  } catch (error) {
    // Refused in the middle of being sent: what came until then is the answer.
    if (came.length === 0 && !isReset(error)) throw error
  }
  const read = readAnswer(came, method)
  if (!read) return { ...unanswered, body: came }
  if (read.rest.length > 0)
    throw new Error(`After the answer came more: ${read.rest.toString('latin1').slice(0, 200)}`)
  return { ...read.answer, status: read.whole ? read.answer.status : 0 }
}

const isReset = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ECONNRESET'

type Read = { answer: Answer; whole: boolean; closes: boolean; rest: Buffer }

/** The answer at the beginning of these bytes, as far as it has come; null before its head has. */
export function readAnswer(bytes: Buffer, method: string): Read | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return null
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const status = Number(first.split(' ')[1])
  const after = bytes.subarray(end + 4)
  // 100 and 103 announce an answer.
  if (status < 200 && status !== 101) return readAnswer(after, method)
  const headers = lines.map((line): Header => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  const said = (name: string) => headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? ''
  const { body, rest, whole } = bodyOf(after, {
    none: method === 'HEAD' || status === 101 || status === 204 || status === 304,
    chunked: /chunked/i.test(said('transfer-encoding')),
    length: said('content-length'),
  })
  const closes = /close/i.test(said('connection'))
  return { answer: { status, headers, body, port: null }, whole, closes, rest }
}

type Framing = { none: boolean; chunked: boolean; length: string }
type Body = Pick<Read, 'rest' | 'whole'> & { body: Buffer }

function bodyOf(bytes: Buffer, { none, chunked, length }: Framing): Body {
  const nothing = Buffer.alloc(0)
  if (none) return { body: nothing, rest: bytes, whole: true }
  if (chunked) return unchunked(bytes)
  // Without a length it goes on for as long as the connection does.
  const size = length === '' ? bytes.length : Number(length)
  return { body: bytes.subarray(0, size), rest: bytes.subarray(size), whole: bytes.length >= size }
}

function unchunked(bytes: Buffer): Body {
  const parts: Buffer[] = []
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at)
    const size = line === -1 ? Number.NaN : Number.parseInt(bytes.toString('latin1', at, line), 16)
    const whole = bytes.length >= line + size + 4
    const part = bytes.subarray(line + 2, line + 2 + (size || 0))
    if (Number.isNaN(size) || !whole)
      return { body: Buffer.concat([...parts, part]), rest: Buffer.alloc(0), whole: false }
    parts.push(part)
    at = line + size + 4
    if (size === 0) return { body: Buffer.concat(parts), rest: bytes.subarray(at), whole: true }
  }
}
