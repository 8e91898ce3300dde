import type { ReaderClass } from '#lib/access/level.ts'
import { toDocument } from './document.ts'
import { securityHeaders, type Site } from './headers.ts'
import { keptPage } from './kept-page.ts'
import type { Answer } from './page-cache.ts'
import type { Passing } from './passing.ts'
import { plainPolicy, policyFor } from './policy.ts'
import { isRedirect, type Rendered } from './render.ts'
import { type ReadingAddress, tagsOf } from './routes.ts'
import type { UsedStyles } from './used-styles.ts'

/** How Next marks what it has rendered for one request: it says so of every page, and means nothing by it. */
const nextsDefault = /^private, no-cache, no-store, max-age=0, must-revalidate$/

/**
 * Turns what Next rendered into what goes out: a document without the framework's runtime, with the
 * headers of its kind. It may be kept when the route says so and the answer is whole: an error, a
 * redirect, a cookie or a `no-store` of the page's own never is.
 */
export function finish(
  rendered: Rendered,
  address: ReadingAddress,
  readerClass: ReaderClass,
  site: Site,
  usedStyles: UsedStyles,
): Answer<Passing> {
  const { status, headers } = rendered
  const type = headers.get('content-type') ?? 'application/octet-stream'
  const { body, policy } = finishBody(rendered, type, site, usedStyles)
  const always: [string, string][] = [['Content-Type', type], ...securityHeaders(site, policy)]
  if (status !== 200 || !address.route.keep || forbidsKeeping(headers))
    return {
      kind: 'passing',
      status,
      answer: { status, body, head: [...always, ...passingHead(headers)] },
    }
  const page = keptPage({
    body,
    head: [...always, ...keptHead(address, readerClass, site)],
    revalidated: !isPrivate(address, readerClass),
  })
  return { kind: 'page', page }
}

/** A page that failed has nothing to keep of it: whoever asked is answered without it. */
function finishBody(rendered: Rendered, type: string, site: Site, usedStyles: UsedStyles) {
  const { status, body } = rendered
  if (isRedirect(rendered)) return { body: Buffer.alloc(0), policy: plainPolicy([]) }
  if (status >= 500 || !type.startsWith('text/html')) return { body, policy: plainPolicy([]) }
  const { html, inlineHashes } = toDocument(body.toString(), usedStyles)
  return { body: Buffer.from(html), policy: policyFor({ kind: 'document', inlineHashes }, site) }
}

function forbidsKeeping(headers: Rendered['headers']): boolean {
  const control = headers.get('cache-control') ?? ''
  return headers.has('set-cookie') || (/no-store/.test(control) && !nextsDefault.test(control))
}

function passingHead(headers: Rendered['headers']): [string, string][] {
  const location = headers.get('location')
  return [
    ['Cache-Control', 'private, no-store'],
    ['Vary', 'Cookie, Accept-Encoding'],
    ...(location === undefined ? [] : [['Location', location] satisfies [string, string]]),
  ]
}

/** What may hold the whole of an article goes to the one who asked, and stays nowhere on the way. */
const isPrivate = ({ route }: ReadingAddress, readerClass: ReaderClass) =>
  route.holdsText && readerClass !== 'anonymous'

function keptHead(
  address: ReadingAddress,
  readerClass: ReaderClass,
  site: Site,
): [string, string][] {
  const tags = tagsOf(address)
  return [
    ['Cache-Control', cacheControl(address, readerClass, site)],
    ['Vary', 'Cookie, Accept-Encoding'],
    // Two names for the same thing: Fastly and Varnish know one, other networks the other.
    ...(readerClass === 'anonymous'
      ? ([
          ['Surrogate-Key', tags.join(' ')],
          ['Cache-Tag', tags.join(',')],
        ] satisfies [string, string][])
      : []),
  ]
}

/**
 * A browser may keep what is public and asks each time whether it is still so. A shared cache in
 * front may answer by itself only where the operator says that it passes on every request with a
 * session's cookie: otherwise it would show the preview to those who pay.
 */
function cacheControl(address: ReadingAddress, readerClass: ReaderClass, site: Site): string {
  if (isPrivate(address, readerClass)) return 'private, no-store'
  if (readerClass !== 'anonymous') return 'private, no-cache'
  return site.sharedCache
    ? 'public, max-age=0, must-revalidate, s-maxage=60, stale-while-revalidate=30'
    : 'public, no-cache'
}
