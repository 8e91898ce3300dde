import { IncomingMessage, type ServerResponse } from 'node:http'
import { lingerOver } from '#lib/linger.ts'
import { limits } from '#lib/pictures/limits.ts'
import type { Refusal } from './refusal-words.ts'
import { refuse } from './refuse.ts'

const KB = 1024

/** How much may be sent to an address, in bytes; the first line that fits counts. All other addresses take forms of readers. */
const bodyLimits: [path: RegExp, bytes: number][] = [
  // Next takes no more than this of an action, unless it is told otherwise.
  [/^\/newsroom(\/|$)/, 1024 * KB],
  [/^/, 128 * KB],
]

/** Where staff send files: the largest picture, and what a form has beside it. Next is told the same in `next.config.js`. */
const files = { path: /^\/newsroom\/pictures\/add\/?$/, bytes: limits.bytes + 1024 * KB }

/** Whether more may be sent to this path by those who work here. */
export const takesFiles = (path: string): boolean => files.path.test(path)

/** How many bytes may be sent to this path. */
export const bodyLimitOf = (path: string, isStaff = false): number =>
  isStaff && takesFiles(path)
    ? files.bytes
    : (bodyLimits.find(([pattern]) => pattern.test(path))?.[1] ?? 0)

/** What was sent with a request, or the status with which it is refused. */
export type Sent =
  | { kind: 'body'; bytes: Buffer }
  | { kind: 'refused'; status: 413 | 415 }
  | { kind: 'gone' }

/**
 * Reads what was sent, all of it, before anything is done with it: so much and no more, and as it is.
 * A body that says it is compressed is not unpacked, since a few kilobytes can become gigabytes.
 * `gone`: the client broke off, and nobody waits for an answer.
 */
export async function readSent(
  request: IncomingMessage,
  path: string,
  isStaff = false,
): Promise<Sent> {
  const { 'content-encoding': coding = 'identity', 'content-length': length } = request.headers
  if (coding !== 'identity') return { kind: 'refused', status: 415 }
  const limit = bodyLimitOf(path, isStaff)
  if (Number(length ?? 0) > limit) return { kind: 'refused', status: 413 }
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    // Its end would otherwise be the end of the connection on which we have to answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.byteLength
      if (size > limit) return { kind: 'refused', status: 413 }
      chunks.push(chunk)
    }
  } catch (error) {
    if (request.complete) throw error
    return { kind: 'gone' }
  }
  return { kind: 'body', bytes: Buffer.concat(chunks) }
}

/** Refuses a request whose body was not read, and lets the client finish sending for a moment. */
export async function refuseUnread(
  request: IncomingMessage,
  response: ServerResponse,
  status: Refusal,
): Promise<void> {
  if (!request.complete) response.setHeader('Connection', 'close')
  const lingers = request.complete ? null : lingerOver(request)
  refuse(response, status)
  await lingers
}

/** The request once more, with what was read of it, for whoever reads it next. */
export function sentAgain(request: IncomingMessage, bytes: Buffer): IncomingMessage {
  const again = new IncomingMessage(request.socket)
  const { method, url, httpVersion, httpVersionMajor, httpVersionMinor, headers } = request
  Object.assign(again, { method, url, httpVersion, httpVersionMajor, httpVersionMinor })
  const { 'transfer-encoding': _, ...kept } = headers
  again.headers = { ...kept, 'content-length': String(bytes.byteLength) }
  again.complete = true
  again.push(bytes)
  again.push(null)
  return again
}
