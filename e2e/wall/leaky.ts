/**
 * A leaky site: it stands before the door of the publication, hands everything on as it came, and plants
 * one leak in the answers. What a row of the wall finds there, it would find in a product that leaks so.
 */
import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { decodeContent } from './decode.ts'
import { type Answer, type Header, headerOf } from './request.ts'

/** A request as it came in. */
export type Asked = {
  method: string
  path: string
  version: string
  headers: Header[]
  body: Buffer
}

/** A request and the site's own answer to it. */
export type Passing = {
  asked: Asked
  answer: Answer
  /** Whether whoever asked has gone meanwhile. */
  left: boolean
  /** What the site answers when it is asked something else, such as the same by somebody else. */
  ask: (other: Partial<Asked>) => Promise<Answer>
}

/** What the leaky site answers instead of the site; null where it does not leak. */
export type Leak = (passing: Passing) => Answer | null | Promise<Answer | null>

/** One that listens. It leaks nothing until it is told what. */
export type LeakySite = {
  address: string
  plant: (leak: Leak | null) => void
  close: () => Promise<void>
}

/** Opens one before `site`. */
export async function openLeakySite(site: string): Promise<LeakySite> {
  const agent = new Agent({ keepAlive: true })
  let planted: Leak | null = null
  const server = createServer({ requireHostHeader: false }, (incoming, outgoing) => {
    void pass(incoming, outgoing).catch((error: unknown) => {
      console.error(error)
      outgoing.destroy()
    })
  })
  const target = new URL(site)
  server.listen(0, target.hostname)
  await once(server, 'listening')
  const address = `http://${target.hostname}:${portOf(server.address())}`

  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const asked: Asked = {
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      version: incoming.httpVersion,
      headers: pairs(incoming.rawHeaders).map(([name, value]) => [
        name,
        value.replaceAll(new URL(address).host, target.host),
      ]),
      body: await buffer(incoming),
    }
    const ask = (other: Partial<Asked>) => handOn({ ...asked, ...other }, target, agent)
    const answer = await ask({})
    const leaked = await planted?.({ asked, answer, ask, left: outgoing.destroyed })
    write(outgoing, asked, leaked ?? answer)
  }

  return {
    address,
    plant: (leak) => {
      planted = leak
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      agent.destroy()
      await once(server, 'close')
    },
  }
}

function portOf(bound: AddressInfo | string | null): number {
  if (bound === null || typeof bound === 'string') throw new Error('It listens on no port.')
  return bound.port
}

const pairs = (raw: string[]) =>
  raw.flatMap((name, at): Header[] => (at % 2 === 0 ? [[name, raw[at + 1] ?? '']] : []))

async function handOn(asked: Asked, { hostname, port, host }: URL, agent: Agent): Promise<Answer> {
  const { method, path, body } = asked
  const isNamed = asked.headers.some(([name]) => name.toLowerCase() === 'host')
  const headers = [...(isNamed ? [] : [['Host', host]]), ...asked.headers].flat()
  const sent = request({ hostname, port, method, path, headers, agent })
  const answered = once(sent, 'response')
  sent.end(body.length === 0 ? undefined : body)
  const [came]: IncomingMessage[] = await answered
  if (!came) throw new Error('The site did not answer.')
  return {
    status: came.statusCode ?? 0,
    headers: pairs(came.rawHeaders),
    body: await buffer(came),
    port: null,
  }
}

function write(outgoing: ServerResponse, { method }: Asked, { status, headers, body }: Answer) {
  outgoing.sendDate = false
  outgoing.writeHead(status, headers.flat())
  outgoing.end(method === 'HEAD' ? undefined : body)
}

const framing = /^(?:content-(?:encoding|length)|transfer-encoding|etag)$/i

/** An answer with another body, and with these headers in the place of those of the same name. */
export function withBody(answer: Answer, body: string | Buffer, headers: Header[] = []): Answer {
  const bytes = Buffer.from(body)
  const kept = answer.headers.filter(([name]) => !framing.test(name))
  const length: Header = ['Content-Length', String(bytes.length)]
  return withHeaders({ ...answer, headers: [...kept, length], body: bytes }, headers)
}

/** An answer with these headers in the place of those of the same name. */
export function withHeaders(answer: Answer, headers: Header[]): Answer {
  const others = new Set(headers.map(([name]) => name.toLowerCase()))
  const kept = answer.headers.filter(([name]) => !others.has(name.toLowerCase()))
  return { ...answer, headers: [...kept, ...headers] }
}

/** The text of an answer, unpacked. */
export const textOf = (answer: Answer): string =>
  decodeContent(headerOf(answer, 'Content-Encoding'), answer.body).toString('utf8')

/** What a request says under this name, or nothing. */
export const askedHeader = ({ headers }: Asked, name: string): string =>
  headers
    .filter(([one]) => one.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value)
    .join(', ')
