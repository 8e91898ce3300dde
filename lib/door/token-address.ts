import type { IncomingHttpHeaders, ServerResponse } from 'node:http'

/**
 * Whether whoever knows an address may read what it leads to: a private feed, a gift link. What is there is no page, but a file
 * or the way to a page.
 */
export const isTokenAddress = (path: string) =>
  path.startsWith('/feed/') || path.startsWith('/gift-links/')

/**
 * Whatever is answered there, also that nothing is, stays with who asked: no cache keeps it, no search engine names it, no
 * other site is told the address. It is a file: asked as React asks for pages, Next would lead to the same address once more,
 * with an answer of its own, in which the token stands.
 */
export function guardToken(headers: IncomingHttpHeaders, response: ServerResponse): void {
  for (const name of Object.keys(headers))
    if (name === 'rsc' || name.startsWith('next-')) delete headers[name]
  response.setHeader('Cache-Control', 'private, no-store')
  response.setHeader('X-Robots-Tag', 'noindex, nofollow, noarchive')
  response.setHeader('Referrer-Policy', 'no-referrer')
}
