'use server'

import { redirect } from 'next/navigation'
import { deleteAccount } from '#lib/account/delete.ts'
import { endThisSession } from '#lib/auth/next-auth.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { appDatabase, billingDatabase } from '#lib/runtime.ts'
import { inAWhile, textOf } from '../../../request-origin.ts'

/** What the form shows after it was sent and nothing was deleted. */
export type DeleteState = { problem: string | null; typed: string }

/** Deletes the signed-in reader's account, once they typed its address. */
export async function deleteMyAccount(_before: DeleteState, form: FormData): Promise<DeleteState> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fdelete')
  const typed = textOf(form, 'email')
  const turn = await takeTurn(appDatabase(), limits.deletions, reader.id)
  if (turn.kind === 'limited')
    return { problem: `Please try again ${inAWhile(turn.retryAfterSeconds)}.`, typed }
  const outcome = await deleteAccount(billingDatabase(), reader.id, typed, interactiveBilling())
  switch (outcome.kind) {
    case 'deleted':
      await endThisSession()
      return redirect('/account/delete/done')
    case 'not_confirmed':
      return { problem: `That is not the address of this account, ${reader.email}.`, typed }
    case 'last_admin':
      return {
        problem:
          'You are the only administrator. Make somebody else one first, or nobody can let anybody into the newsroom any more.',
        typed,
      }
    case 'unavailable':
      return {
        problem:
          'Our payment provider does not answer just now, so your account was not deleted. Please try again in a few minutes; what has been canceled already stays canceled.',
        typed,
      }
  }
}
