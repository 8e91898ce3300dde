/** Requests as a browser sends them, as bytes; and what an answer says once it is decoded. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { type Answer, headerOf } from './answer.ts'

/** How an answer may be encoded on its way. */
export const encodings = ['identity', 'gzip', 'br'] as const

/** One of them. */
export type Encoding = (typeof encodings)[number]

/** A page view, from the first byte to the last. */
export function pageView(
  site: string,
  path: string,
  { cookie, encoding }: { cookie: string | null; encoding: Encoding },
): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${new URL(site).host}`,
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0',
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language: en-US,en;q=0.5',
    `Accept-Encoding: ${encoding}`,
    'Sec-Fetch-Dest: document',
    'Sec-Fetch-Mode: navigate',
    'Sec-Fetch-Site: none',
    ...(cookie === null ? [] : [`Cookie: ${cookie}`]),
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** The encoding of an answer. */
export const encodingOf = ({ head }: Answer) => headerOf(head, 'content-encoding') ?? 'identity'

/** The text of an answer. */
export function textOf(answer: Answer): string {
  switch (encodingOf(answer)) {
    case 'br':
      return brotliDecompressSync(answer.body).toString()
    case 'gzip':
      return gunzipSync(answer.body).toString()
    default:
      return answer.body.toString()
  }
}
