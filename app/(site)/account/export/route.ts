import { redirect } from 'next/navigation'
import { exportAccount } from '#lib/account/export.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { appDatabase } from '#lib/runtime.ts'
import { inAWhile } from '../../../request-origin.ts'

export const dynamic = 'force-dynamic'

/** The signed-in reader's own data, as a file. Another site can begin the download, and cannot read it. */
export async function GET(): Promise<Response> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount')
  const turn = await takeTurn(appDatabase(), limits.exports, reader.id)
  if (turn.kind === 'limited')
    return new Response(
      `You have downloaded your data ten times in an hour. Please try again ${inAWhile(turn.retryAfterSeconds)}.\n`,
      {
        status: 429,
        headers: {
          'Content-Type': 'text/plain; charset=utf-8',
          'Cache-Control': 'private, no-store',
          'Retry-After': String(turn.retryAfterSeconds),
        },
      },
    )
  const now = new Date()
  const archive = await exportAccount(appDatabase(), reader.id, now)
  if (!archive) redirect('/sign-in?to=%2Faccount')
  return new Response(`${JSON.stringify(archive, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="your-data-${now.toISOString().slice(0, 10)}.json"`,
      'Cache-Control': 'private, no-store',
    },
  })
}
