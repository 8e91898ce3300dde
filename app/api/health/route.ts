import { readHealth } from '#lib/health.ts'
import { appDatabase } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const health = await readHealth(appDatabase())
  return Response.json(health, {
    status: health.kind === 'up' ? 200 : 503,
    headers: { 'Cache-Control': 'private, no-store' },
  })
}
