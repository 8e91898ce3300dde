'use server'

import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { resumeSubscription } from '#lib/billing/resume.ts'
import { billingDatabase } from '#lib/runtime.ts'
import { mayAskAgain } from './own-turn.ts'

/** Takes back the signed-in reader's cancellation or pause, and shows what came of it. */
export async function resume(): Promise<void> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount')
  if (!(await mayAskAgain(reader.id))) redirect('/account?notice=too_often')
  const outcome = await resumeSubscription(billingDatabase(), reader.id, interactiveBilling())
  redirect(`/account?${new URLSearchParams({ notice: outcome.kind })}`)
}
