import type { IncomingHttpHeaders } from 'node:http'
import { plainPolicy, type PolicySite } from './policy.ts'

/** What a page or an action may see of a request. */
const passed = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'if-modified-since',
  'if-none-match',
  'next-action',
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'next-router-state-tree',
  'next-url',
  'origin',
  'range',
  'referer',
  'rsc',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'stripe-signature',
  'transfer-encoding',
  'user-agent',
])

/** Hot reload speaks over a socket. */
const passedInDevelopment = new Set([
  'upgrade',
  'sec-websocket-extensions',
  'sec-websocket-key',
  'sec-websocket-protocol',
  'sec-websocket-version',
])

/**
 * Leaves of a request's headers only those that the product uses, in place.
 *
 * Frameworks believe headers of their own (`x-middleware-subrequest`, `x-matched-path`,
 * `x-now-route-matches`, `next-resume`, …) and of proxies (`x-forwarded-host`): whatever is not on
 * the list never reaches a page. Host and scheme become those of SITE_URL, so that no address a page
 * makes can be poisoned; the client's address is the one that `address.ts` has found.
 */
export function cleanHeaders(
  headers: IncomingHttpHeaders,
  known: { siteUrl: URL; address: string; development: boolean },
): void {
  for (const name of Object.keys(headers))
    if (!passed.has(name) && !(known.development && passedInDevelopment.has(name)))
      delete headers[name]
  headers.host = known.siteUrl.host
  headers['x-forwarded-host'] = known.siteUrl.host
  headers['x-forwarded-proto'] = known.siteUrl.protocol.replace(':', '')
  headers['x-forwarded-for'] = known.address
}

/** What the answers of this site depend on. */
export type Site = PolicySite & {
  /** Whether a cache in front passes on every request that has a session's cookie. */
  sharedCache: boolean
}

/**
 * The headers that every answer carries, names and values, with this policy: that of what is no page, where
 * nobody says otherwise (`http-server.ts`); whoever answers with a page has that of the page (`policy.ts`).
 */
export function securityHeaders(
  { siteUrl }: { siteUrl: URL },
  policy = plainPolicy([]),
): [string, string][] {
  const headers: [string, string][] = [
    ['Content-Security-Policy', policy],
    ['X-Content-Type-Options', 'nosniff'],
    ['X-Frame-Options', 'DENY'],
    ['Referrer-Policy', 'strict-origin-when-cross-origin'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()'],
  ]
  if (siteUrl.protocol === 'https:')
    headers.push(['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'])
  return headers
}
