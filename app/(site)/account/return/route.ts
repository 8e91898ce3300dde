import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { syncReader } from '#lib/billing/reader.ts'
import { billingDatabase } from '#lib/runtime.ts'
import { mayReadAgain } from '../own-turn.ts'

export const dynamic = 'force-dynamic'

/** Where the portal leads back to: what was changed there is read from Stripe before the account is shown. */
export async function GET(): Promise<never> {
  const reader = await currentReader()
  if (reader && (await mayReadAgain(reader.id)))
    await syncReader(billingDatabase(), reader.id, interactiveBilling())
  redirect('/account')
}
