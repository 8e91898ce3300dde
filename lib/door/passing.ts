import type { IncomingMessage, ServerResponse } from 'node:http'
import { acceptedEncodings, compressQuickly } from './encoding.ts'

/** An answer for whoever asked and nobody else: a search, an address where nothing is, a failure. */
export type Passing = {
  status: number
  body: Buffer
  /** Names and values of its head. */
  head: [string, string][]
}

/** Under this, compressing saves nothing. */
const SMALL = 1000

/** Sends an answer that is not kept, compressed quickly where the client takes that. */
export async function sendPassing(
  { status, body, head }: Passing,
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  response: ServerResponse,
): Promise<void> {
  const { gzip } = acceptedEncodings(headers['accept-encoding'])
  const small = body.byteLength < SMALL || !gzip
  const bytes = small ? body : await compressQuickly(body)
  response.writeHead(status, [
    ...head.flat(),
    ...(small ? [] : ['Content-Encoding', 'gzip']),
    'Content-Length',
    String(bytes.byteLength),
  ])
  if (method === 'HEAD') response.end()
  else response.end(bytes)
}
