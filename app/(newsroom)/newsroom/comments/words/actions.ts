'use server'

import { redirect } from 'next/navigation'
import { addWord, dropWord } from '#lib/comments/moderate.ts'
import { appDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../../request-origin.ts'
import { requireStaff } from '../../../guard.ts'

const PAGE = '/newsroom/comments/words'

/** Adds the word of the form to those that hold comments. */
export async function addHeldWord(form: FormData): Promise<void> {
  const { actor } = await requireStaff('moderate comments', PAGE)
  const done = await addWord(appDatabase(), actor, textOf(form, 'word'), new Date())
  redirect(`${PAGE}?did=${done === 'done' ? 'added' : 'nothing'}`)
}

/** Takes the word of the form off that list. */
export async function dropHeldWord(form: FormData): Promise<void> {
  const { actor } = await requireStaff('moderate comments', PAGE)
  const done = await dropWord(appDatabase(), actor, textOf(form, 'word'))
  redirect(`${PAGE}?did=${done === 'done' ? 'dropped' : 'nothing'}`)
}
