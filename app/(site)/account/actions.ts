'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { endThisSession } from '#lib/auth/next-auth.ts'
import { signOutEverywhere as endAllSessions } from '#lib/auth/sessions.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { openPortal, portalFlows } from '#lib/billing/reader.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { textOf } from '../../request-origin.ts'
import { mayAskAgain, tooOften } from './own-turn.ts'

/** What the account page shows when the portal did not open. */
export type PortalState = { problem: string | null }

const flowShape = z.enum(portalFlows).nullable().catch(null)

/** Leads to Stripe's portal, or to one page of it, for the signed-in reader's own customer. */
export async function managePayment(_before: PortalState, form: FormData): Promise<PortalState> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount')
  if (!(await mayAskAgain(reader.id))) return { problem: tooOften }
  const flow = flowShape.parse(textOf(form, 'flow'))
  const outcome = await openPortal(billingDatabase(), reader.id, interactiveBilling(), flow)
  switch (outcome.kind) {
    case 'open':
      return redirect(outcome.url)
    case 'no_customer':
      return { problem: 'There is no subscription to manage yet.' }
    case 'unavailable':
      return {
        problem: 'We cannot reach our payment provider just now. Please try again in a moment.',
      }
  }
}

/** Ends the session of this browser. */
export async function signOut(): Promise<void> {
  await endThisSession()
  redirect('/')
}

/** Ends the reader's session in every browser. */
export async function signOutEverywhere(): Promise<void> {
  const reader = await currentReader()
  if (reader) await endAllSessions(appDatabase(), reader.id, new Date())
  await endThisSession()
  redirect('/')
}
