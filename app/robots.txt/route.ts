import { environment } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

/** Crawlers see what everybody sees: there is no exception for them, and none to ask for here. */
export function GET(): Response {
  const { siteUrl } = environment()
  const lines = [
    'User-agent: *',
    'Disallow: /api/',
    'Disallow: /account',
    'Disallow: /newsroom',
    'Disallow: /search',
    'Disallow: /sign-in',
    '',
    `Sitemap: ${new URL('/sitemap.xml', siteUrl).href}`,
    `Sitemap: ${new URL('/news-sitemap.xml', siteUrl).href}`,
    '',
  ]
  return new Response(lines.join('\n'), {
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  })
}
