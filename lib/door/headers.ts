import type { IncomingHttpHeaders, ServerResponse } from 'node:http'

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

/** Where forms may lead: to us, and to Stripe's pages. */
function formTargets(stripeHost: URL | null): string {
  const stripe = stripeHost
    ? stripeHost.origin
    : 'https://checkout.stripe.com https://billing.stripe.com'
  return `'self' ${stripe}`
}

/** Sets the headers that every answer carries. A page may replace one with a stricter one. */
export function setSecurityHeaders(
  response: ServerResponse,
  site: { siteUrl: URL; stripeHost: URL | null; development: boolean },
): void {
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline'${site.development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' https: data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action ${formTargets(site.stripeHost)}`,
  ]
  response.setHeader('Content-Security-Policy', policy.join('; '))
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('X-Frame-Options', 'DENY')
  response.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=()')
  if (site.siteUrl.protocol === 'https:')
    response.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
}
