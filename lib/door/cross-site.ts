import type { IncomingHttpHeaders } from 'node:http'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Addresses that prove their caller in another way than by a browser's cookie. */
const signed = /^\/api\/(stripe\/webhook|newsletters\/unsubscribe)\/?$/

/**
 * Whether a request that changes something comes from one of our own pages. Another site can make a
 * browser send our cookies, and cannot make it lie about `Origin` or `Sec-Fetch-Site`. Whoever sends neither
 * is a program, which brings no cookies of somebody else's and may try; or a browser from before 2020, which is believed its
 * `Referer`: with cookies and without any of the three nothing is changed.
 */
export function comesFromOurPages(
  request: { method: string; path: string; headers: IncomingHttpHeaders },
  siteUrl: URL,
): boolean {
  if (reading.has(request.method) || signed.test(request.path)) return true
  const { origin, 'sec-fetch-site': site, cookie, referer } = request.headers
  if (origin !== undefined) return origin === siteUrl.origin
  if (site !== undefined) return site === 'same-origin'
  return cookie === undefined || (referer !== undefined && isOurs(referer, siteUrl))
}

const isOurs = (address: string, { origin }: URL) =>
  URL.canParse(address) && new URL(address).origin === origin
