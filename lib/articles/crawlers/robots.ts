import type { Crawler } from '#lib/crawlers.ts'

/** What no crawler has a reason to ask for: pages of one person, feeds of one person, searches. */
const closed = [
  '/account',
  '/api/',
  '/feed/',
  '/gift/',
  '/newsroom',
  '/search',
  '/sign-in',
  '/withdraw',
]

/**
 * robots.txt (RFC 9309) with the licence (RSL 1.0, 4.4). Crawlers see what everybody sees: there is no exception for
 * them, and none to ask for here. Those that may not read may still read why.
 */
export function robotsTxt(crawlers: Record<string, Crawler>, siteUrl: URL): string {
  const at = (path: string) => new URL(path, siteUrl).href
  const refused = Object.keys(crawlers).filter((name) => crawlers[name]?.may === 'not read')
  const others = [
    ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`)],
    [`License: ${at('/license.xml')}`],
    [`Sitemap: ${at('/sitemap.xml')}`, `Sitemap: ${at('/news-sitemap.xml')}`],
  ]
  const groups =
    refused.length === 0
      ? others
      : [
          [...refused.map((name) => `User-agent: ${name}`), 'Allow: /license.xml', 'Disallow: /'],
          ...others,
        ]
  return `${groups.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
