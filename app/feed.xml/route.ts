import { feedXml } from '#lib/articles/xml.ts'
import { environment, publicDatabase } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const xml = await feedXml(publicDatabase(), environment().siteUrl)
  return new Response(xml, { headers: { 'Content-Type': 'application/rss+xml; charset=utf-8' } })
}
