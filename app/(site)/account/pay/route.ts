import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { whereToPay } from '#lib/billing/pay.ts'
import { billingDatabase } from '#lib/runtime.ts'
import { mayAskAgain } from '../own-turn.ts'

export const dynamic = 'force-dynamic'

/** The one link by which a failed payment is mended, in mails, in the banner and on the account page. */
export async function GET(): Promise<never> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fpay')
  if (!(await mayAskAgain(reader.id))) redirect('/account?notice=too_often')
  const where = await whereToPay(billingDatabase(), reader.id, interactiveBilling())
  switch (where.kind) {
    case 'invoice':
    case 'card':
      return redirect(where.url)
    case 'nothing':
      return redirect('/account?notice=nothing_to_pay')
    case 'unavailable':
      return redirect('/account?notice=unavailable')
  }
}
