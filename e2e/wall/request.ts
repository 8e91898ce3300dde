/** One HTTP request, byte for byte as it is written here, and its answer as it came. */
import { type Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import { stack } from '../support/stack.ts'
import { door } from './door.ts'
import type { Bytes } from './oracle.ts'
import { type ByHand, sendByHand } from './wire.ts'

export type Header = [name: string, value: string]

/**
 * What is sent: the path as it stands, the headers in this spelling and order. `byHand` for what Node's
 * client would not send, or not so.
 */
export type Ask = {
  path: string
  method?: string
  headers?: Header[]
  body?: string | Buffer
  byHand?: ByHand
}

/** Status, headers and body, nothing decoded or followed; `port` tells one connection from another. */
export type Answer = Bytes & { status: number; port: number | null }

/** Sends it. Redirects are answers. Rejects when the connection breaks off. */
export async function send(ask: Ask, agent: Agent): Promise<Answer> {
  if (ask.byHand) return sendByHand(ask, ask.byHand)
  const { hostname, port } = door()
  const headers: Header[] = [
    ['Host', new URL(stack().site).host],
    ...(ask.headers ?? []),
    ...(ask.body === undefined
      ? []
      : [['Content-Length', String(Buffer.byteLength(ask.body))] satisfies Header]),
  ]
  const sent = request({
    hostname,
    port,
    path: ask.path,
    method: ask.method ?? 'GET',
    // As a list, node changes neither case nor order nor repetition.
    headers: headers.flat(),
    agent,
  })
  const answered = answerOf(sent)
  sent.end(ask.body)
  const answer = await answered
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(Buffer.from(chunk))
  const raw = answer.rawHeaders
  return {
    status: answer.statusCode ?? 0,
    headers: raw.flatMap((name, at): Header[] => (at % 2 === 0 ? [[name, raw[at + 1] ?? '']] : [])),
    body: Buffer.concat(chunks),
    port: sent.socket?.localPort ?? null,
  }
}

function answerOf(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve)
    sent.once('error', reject)
  })
}

/** All values of a header, one after the other. */
export function headerOf(answer: Bytes, name: string): string {
  return answer.headers
    .filter(([one]) => one.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value)
    .join(', ')
}

/** Does `work` for each, so many at once, and keeps their order. */
export async function several<T, R>(
  list: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  const waiting = [...list.entries()].values()
  const worker = async () => {
    for (const [place, one] of waiting) results[place] = await work(one)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}
