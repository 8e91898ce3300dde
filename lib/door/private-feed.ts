import type { IncomingHttpHeaders, ServerResponse } from 'node:http'

/** Whether an address can be that of a private feed: whoever knows it may read it. */
export const isPrivateFeed = (path: string) => path.startsWith('/feed/')

/**
 * Whatever is answered there, also that nothing is, stays with who asked: no cache keeps it, no search engine names it, no
 * other site is told the address. It is a file: asked as React asks for pages, Next would lead to the same address once more,
 * with an answer of its own, in which the token stands.
 */
export function guardFeed(headers: IncomingHttpHeaders, response: ServerResponse): void {
  for (const name of Object.keys(headers))
    if (name === 'rsc' || name.startsWith('next-')) delete headers[name]
  response.setHeader('Cache-Control', 'private, no-store')
  response.setHeader('X-Robots-Tag', 'noindex, nofollow, noarchive')
  response.setHeader('Referrer-Policy', 'no-referrer')
}
