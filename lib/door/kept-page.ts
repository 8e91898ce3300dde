import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { acceptedEncodings, compressAtOnce, compressWell, type Encoding } from './encoding.ts'

/** One of the forms in which a page goes out: its bytes, and its head as Node writes it. */
type Form = {
  body: Buffer
  /** Names and values in turn: Node writes such a list as it stands. */
  head: string[]
  /** The head of the answer that says that the client has it already. */
  unchanged: string[]
  etag: string | null
}

/** A finished page, the same for every reader of one class. */
export type KeptPage = {
  /** The same for the same bytes and head, and for no others. */
  fingerprint: string
  identity: Form
  gzip: Form
  /** Null until it is made, which takes longer than a reader waits. */
  br: Form | null
  /** About what it takes in memory, all forms together. */
  bytes: number
  /** Makes the smallest form: for whoever keeps the page, since it takes a while. */
  compress: () => Promise<void>
}

/** What goes into a page that is kept. */
export type Finished = {
  body: Buffer
  /** Names and values of what every form says, without those that differ. */
  head: [string, string][]
  /** Whether a browser may keep it and ask whether it is still so. */
  revalidated: boolean
}

/** Makes a page of what was rendered. */
export function keptPage(finished: Finished): KeptPage {
  const mark = fingerprint(finished)
  const page: KeptPage = {
    fingerprint: mark,
    identity: form(finished, mark, finished.body, 'identity'),
    gzip: form(finished, mark, compressAtOnce(finished.body), 'gzip'),
    br: null,
    bytes: Math.ceil(finished.body.byteLength * 1.6) + 4000,
    compress: async () => {
      page.br = form(finished, mark, await compressWell(finished.body), 'br')
    },
  }
  return page
}

function form(
  { head, revalidated }: Finished,
  mark: string,
  bytes: Buffer,
  encoding: Encoding,
): Form {
  const etag = revalidated ? `"${mark}-${encoding}"` : null
  const always = [...head.flat(), ...(etag === null ? [] : ['ETag', etag])]
  return {
    body: bytes,
    head: [
      ...always,
      ...(encoding === 'identity' ? [] : ['Content-Encoding', encoding]),
      'Content-Length',
      String(bytes.byteLength),
    ],
    unchanged: always,
    etag,
  }
}

/** The same page for another class of reader has another head or body, and so another name. */
function fingerprint({ body, head }: Finished): string {
  const hash = createHash('sha256').update(JSON.stringify(head)).update(body)
  return hash.digest('base64url').slice(0, 22)
}

/**
 * Answers with a page, in the best form that the client takes and that is made. Who has another form of the same page
 * has the page: the first who ask are sent gzip, and would be sent it all again once there is brotli.
 */
export function sendKept(
  page: KeptPage,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): void {
  const accepted = acceptedEncodings(headers['accept-encoding'])
  const gzip = accepted.gzip ? page.gzip : null
  const br = accepted.br ? page.br : null
  const had = headers['if-none-match']
  const held = had === undefined ? null : [br, gzip, page.identity].find((one) => isHeld(had, one))
  if (held) {
    response.writeHead(304, held.unchanged).end()
    return
  }
  const chosen = br ?? gzip ?? page.identity
  response.writeHead(200, chosen.head)
  if (method === 'HEAD') response.end()
  else response.end(chosen.body)
}

/** Whether an If-None-Match names this form (RFC 9110, 13.1.2: weakly compared). */
function isHeld(had: string, one: Form | null): boolean {
  const etag = one?.etag ?? null
  if (etag === null) return false
  return had.split(',').some((name) => name.trim().replace(/^W\//, '') === etag)
}
