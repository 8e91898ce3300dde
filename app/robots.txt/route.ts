import { robotsTxt } from '#lib/articles/crawlers/robots.ts'
import { crawlers } from '#lib/crawlers.ts'
import { environment } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

export function GET(): Response {
  return new Response(robotsTxt(crawlers, environment().siteUrl), {
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  })
}
