import { llmsTxt } from '#lib/articles/crawlers/llms.ts'
import { environment, publicDatabase } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const text = await llmsTxt(publicDatabase(), environment().siteUrl)
  return new Response(text, { headers: { 'Content-Type': 'text/markdown; charset=utf-8' } })
}
