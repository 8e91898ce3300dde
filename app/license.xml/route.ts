import { licenceXml, RSL_TYPE } from '#lib/articles/crawlers/licence.ts'
import { licence } from '#lib/crawlers.ts'
import { environment } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

export function GET(): Response {
  return new Response(licenceXml(licence, environment().siteUrl), {
    headers: { 'Content-Type': RSL_TYPE },
  })
}
