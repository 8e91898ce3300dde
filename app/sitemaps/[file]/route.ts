import { sitemapNamed, XML_TYPE } from '#lib/articles/crawlers/sitemap.ts'
import { environment, publicDatabase } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ file: string }> }

export async function GET(_: Request, { params }: Props): Promise<Response> {
  const [, name] = /^([\w-]+)\.xml$/.exec((await params).file) ?? []
  const xml = name && (await sitemapNamed(publicDatabase(), environment().siteUrl, name))
  return xml
    ? new Response(xml, { headers: { 'Content-Type': XML_TYPE } })
    : new Response(null, { status: 404 })
}
