import { readHealth } from '#lib/health.ts'
import { appDatabase } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const health = await readHealth(appDatabase(), new Date())
  return Response.json(health, {
    status: health.status === 'down' ? 503 : 200,
    headers: { 'Cache-Control': 'private, no-store' },
  })
}
