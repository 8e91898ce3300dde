import { readerClassOf } from '#lib/access/decide.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { bannerFor } from '#lib/readers/banner.ts'
import { ownAccount } from '#lib/readers/own-account.ts'
import { appDatabase } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

/** What a page that knows no person may ask about the one who reads it. */
export async function GET(): Promise<Response> {
  const reader = await currentReader()
  const headers = { 'Cache-Control': 'private, no-store' }
  if (!reader)
    return Response.json(
      { signedIn: false, readerClass: readerClassOf(null, new Date()), banner: null },
      { headers },
    )
  const account = await ownAccount(appDatabase(), reader.id, new Date())
  return Response.json(
    {
      signedIn: true,
      name: reader.name,
      readerClass: account.decision.granted ? 'subscriber' : 'registered',
      reason: account.decision.reason,
      sentence: account.sentence,
      banner: bannerFor(account),
    },
    { headers },
  )
}
