import { readerClassOf } from '#lib/access/decide.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { readerStanding } from '#lib/readers/status.ts'
import { appDatabase } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

/** What a page that knows no person may ask about the one who reads it. */
export async function GET(): Promise<Response> {
  const reader = await currentReader()
  const headers = { 'Cache-Control': 'private, no-store' }
  if (!reader)
    return Response.json(
      { signedIn: false, readerClass: readerClassOf(null, new Date()) },
      { headers },
    )
  const { decision, sentence } = await readerStanding(appDatabase(), reader.id, new Date())
  return Response.json(
    {
      signedIn: true,
      name: reader.name,
      readerClass: decision.granted ? 'subscriber' : 'registered',
      reason: decision.reason,
      sentence,
    },
    { headers },
  )
}
