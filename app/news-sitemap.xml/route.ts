import { newsSitemapXml } from '#lib/articles/xml.ts'
import { environment, publicDatabase } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const xml = await newsSitemapXml(publicDatabase(), environment().siteUrl, new Date())
  return new Response(xml, { headers: { 'Content-Type': 'application/xml; charset=utf-8' } })
}
