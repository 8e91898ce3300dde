import { sitemapIndex, XML_TYPE } from '#lib/articles/crawlers/sitemap.ts'
import { environment, publicDatabase } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const xml = await sitemapIndex(publicDatabase(), environment().siteUrl)
  return new Response(xml, { headers: { 'Content-Type': XML_TYPE } })
}
