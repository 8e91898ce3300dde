import type { NextRequest } from 'next/server'
import { searchReaders } from '#lib/readers/search.ts'
import { appDatabase } from '#lib/runtime.ts'
import { requireStaff } from '../../../guard.ts'

/** Who is found while somebody types: the first few, for the list that opens under the box. */
export async function GET(request: NextRequest): Promise<Response> {
  const { actor } = await requireStaff('look readers up', '/newsroom/readers')
  const query = (request.nextUrl.searchParams.get('q') ?? '').trim().slice(0, 200)
  const found = await searchReaders(appDatabase(), actor, {
    query,
    while: 'typing',
    now: new Date(),
  })
  const limited = found.kind === 'limited'
  return Response.json(found, {
    status: limited ? 429 : 200,
    headers: {
      'Cache-Control': 'private, no-store',
      ...(limited ? { 'Retry-After': String(found.retryAfterSeconds) } : {}),
    },
  })
}
