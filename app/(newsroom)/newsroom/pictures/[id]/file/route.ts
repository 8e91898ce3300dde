import { notFound } from 'next/navigation'
import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { readKeptFile } from '#lib/newsroom/pictures.ts'
import { openStorage } from '#lib/pictures/storage.ts'
import { appDatabase, environment } from '#lib/runtime.ts'
import { requireStaff } from '../../../../guard.ts'

/** A picture as staff see it, whether an article shows it or not. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  await requireStaff('keep pictures', '/newsroom/pictures')
  const { id } = await params
  const width = request.nextUrl.searchParams.has('large') ? 1080 : 400
  const storage = openStorage(environment().pictures)
  const bytes = z.uuid().safeParse(id).success
    ? await readKeptFile(appDatabase(), storage, id, width)
    : null
  if (!bytes) notFound()
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': 'image/webp',
      'Content-Disposition': 'inline',
      'Cache-Control': 'private, no-store',
    },
  })
}
