'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { syncReaderForStaff } from '#lib/billing/sync-for-staff.ts'
import { billingDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../../request-origin.ts'
import { requireStaff } from '../../../guard.ts'

/** Reads this reader's customer from Stripe now, and shows the page anew with what came of it. */
export async function syncNow(form: FormData): Promise<void> {
  const { actor } = await requireStaff('sync readers with Stripe', '/newsroom/readers')
  const id = z.uuid().safeParse(textOf(form, 'id'))
  if (!id.success) redirect('/newsroom/readers')
  const outcome = await syncReaderForStaff(billingDatabase(), actor, id.data, interactiveBilling())
  redirect(`/newsroom/readers/${id.data}?synced=${outcome.kind}`)
}
