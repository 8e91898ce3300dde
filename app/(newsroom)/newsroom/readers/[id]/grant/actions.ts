'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { giveAccess, takeBackAccess } from '#lib/account/grants.ts'
import { appDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../../../request-origin.ts'
import { requireStaff } from '../../../../guard.ts'

/** What the form shows when access was not given, with what was typed. */
export type GrantState = { problem: string | null; days: string; why: string }

const id = z.uuid()
const days = z.coerce.number().int().min(1)

/** Gives the reader of the form access for some days. */
export async function giveReaderAccess(_before: GrantState, form: FormData): Promise<GrantState> {
  const staff = await requireStaff('give access', '/newsroom/readers')
  const [readerId, once] = [id.safeParse(textOf(form, 'id')), id.safeParse(textOf(form, 'form'))]
  if (!readerId.success || !once.success) redirect('/newsroom/readers')
  const typed = { days: textOf(form, 'days').trim(), why: textOf(form, 'why').trim() }
  const length = days.safeParse(typed.days)
  if (!length.success)
    return { ...typed, problem: 'For how many days? Type a whole number, from 1.' }
  if (typed.why === '')
    return { ...typed, problem: 'Why? A few words are enough; the audit log keeps them.' }
  const outcome = await giveAccess(
    appDatabase(),
    staff,
    {
      readerId: readerId.data,
      days: length.data,
      why: typed.why.slice(0, 500),
      form: once.data,
    },
    new Date(),
  )
  switch (outcome.kind) {
    case 'given':
      return redirect(`/newsroom/readers/${readerId.data}?did=given`)
    case 'too_long':
      return {
        ...typed,
        problem: `Your role may give at most ${outcome.most} days. An admin can give more.`,
      }
    case 'no_reader':
      return redirect('/newsroom/readers')
  }
}

/** Takes one grant of the reader of the form back. */
export async function takeReaderAccessBack(form: FormData): Promise<void> {
  const { actor } = await requireStaff('give access', '/newsroom/readers')
  const [readerId, grant] = [id.safeParse(textOf(form, 'id')), id.safeParse(textOf(form, 'grant'))]
  if (!readerId.success || !grant.success) redirect('/newsroom/readers')
  const taken = await takeBackAccess(
    appDatabase(),
    actor,
    { id: grant.data, readerId: readerId.data },
    new Date(),
  )
  redirect(`/newsroom/readers/${readerId.data}?did=${taken ? 'taken_back' : 'nothing'}`)
}
