'use server'

import { redirect } from 'next/navigation'
import { currentReader } from '#lib/auth/viewer.ts'
import { rename } from '#lib/comments/names.ts'
import { appDatabase } from '#lib/runtime.ts'
import { inAWhile, textOf } from '../../../request-origin.ts'
import { sayName } from '../../comments/said.ts'

/** What the form shows after it was sent; `typed` is null before. */
export type NameState = { problem: string | null; typed: string | null }

/** Gives the reader another name to write under. */
export async function changeName(_before: NameState, form: FormData): Promise<NameState> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Fcomments')
  const typed = textOf(form, 'name')
  const outcome = await rename(appDatabase(), reader.id, typed, new Date())
  switch (outcome.kind) {
    case 'named':
      return redirect('/account/comments?notice=named')
    case 'bad_name':
      return { problem: sayName(outcome.why), typed }
    case 'limited':
      return {
        problem: `Your name was changed several times today. Try again ${inAWhile(outcome.retryAfterSeconds)}.`,
        typed,
      }
  }
}
