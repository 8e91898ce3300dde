import type { IncomingHttpHeaders } from 'node:http'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Addresses that prove their caller in another way than by a browser's cookie. */
const signed = /^\/api\/stripe\/webhook\/?$/

/**
 * Whether a request that changes something comes from one of our own pages. Another site can make a
 * browser send our cookies, and cannot make it lie about `Origin` or `Sec-Fetch-Site`. A client
 * without either (a script) brings no cookies of somebody else's and may try.
 */
export function comesFromOurPages(
  request: { method: string; path: string; headers: IncomingHttpHeaders },
  siteUrl: URL,
): boolean {
  if (reading.has(request.method) || signed.test(request.path)) return true
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin !== undefined) return origin === siteUrl.origin
  return site === undefined || site === 'same-origin'
}
