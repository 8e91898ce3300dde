import type { IncomingMessage, ServerResponse } from 'node:http'

/** Bytes that never change under their address, with the head of their kind. */
export type SentFile = { bytes: Buffer; etag: string; head: Record<string, string> }

/**
 * Answers with a file: whole, the one range that is asked for, or that the client has it already (RFC 9110, 13 and 14).
 * Several ranges at once are answered with the whole.
 */
export function sendFile(
  { bytes, etag, head }: SentFile,
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  response: ServerResponse,
): void {
  const always = { ...head, ETag: etag, 'Accept-Ranges': 'bytes' }
  if (isHeld(headers['if-none-match'], etag)) {
    response.writeHead(304, always).end()
    return
  }
  const asked = headers['if-range'] === undefined || headers['if-range'] === etag
  const range = asked ? rangeOf(headers.range, bytes.length) : null
  if (range === 'none') {
    response.writeHead(416, { ...always, 'Content-Range': `bytes */${bytes.length}` }).end()
    return
  }
  const part = range ? bytes.subarray(range.from, range.to + 1) : bytes
  response.writeHead(range ? 206 : 200, {
    ...always,
    'Content-Length': part.length,
    ...(range ? { 'Content-Range': `bytes ${range.from}-${range.to}/${bytes.length}` } : {}),
  })
  if (method === 'HEAD') response.end()
  else response.end(part)
}

/** Weakly compared, as the standard asks here. */
function isHeld(had: string | undefined, etag: string): boolean {
  return (had ?? '').split(',').some((one) => {
    const name = one.trim().replace(/^W\//, '')
    return name === etag || name === '*'
  })
}

/** The first and last byte; `none` for a range that lies outside; null for what is no single range. */
function rangeOf(
  asked: string | undefined,
  length: number,
): { from: number; to: number } | 'none' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(asked ?? '') ?? []
  if (first === '' && last === '') return null
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first)
  const to = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1)
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null
  return from >= length ? 'none' : { from, to }
}
