import { newsSitemap, XML_TYPE } from '#lib/articles/crawlers/sitemap.ts'
import { environment, publicDatabase } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const xml = await newsSitemap(publicDatabase(), environment().siteUrl, new Date())
  return new Response(xml, { headers: { 'Content-Type': XML_TYPE } })
}
