import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Sends a person who came by another name of this site (127.0.0.1 for localhost, with www for
 * without), or with a slash at the end, to the address that counts; says whether it did.
 *
 * Sign-in and forms belong to one origin, so somebody who stayed on another could read and do
 * nothing else. Only a browser's own navigation is led: a machine's request is answered where it
 * came in, and a webhook that got a redirect would count it as a failure.
 */
export function redirectToCanonical(
  request: IncomingMessage,
  response: ServerResponse,
  siteUrl: URL,
): boolean {
  const { host, 'sec-fetch-mode': mode } = request.headers
  const path = request.url ?? '/'
  const isPerson = mode === 'navigate' && (request.method === 'GET' || request.method === 'HEAD')
  if (!isPerson || path.startsWith('/api/') || path.startsWith('/_next/')) return false
  const [pathname = '/', query] = path.split(/\?(.*)/s, 2)
  const plain = withoutSlashes(pathname).replace(/^\/+/, '/') || '/'
  if (host === siteUrl.host && plain === pathname) return false
  const target = new URL(siteUrl)
  target.pathname = plain
  target.search = query ?? ''
  response.writeHead(308, { Location: target.href, 'Cache-Control': 'no-store' })
  response.end()
  return true
}

/** Without slashes at the end. An address may have sixteen thousand of them: a pattern would try each as the first. */
function withoutSlashes(path: string): string {
  let end = path.length
  while (path[end - 1] === '/') end--
  return path.slice(0, end)
}
