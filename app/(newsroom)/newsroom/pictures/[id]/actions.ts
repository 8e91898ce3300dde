'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { describePicture } from '#lib/articles/describe-picture.ts'
import { discardPicture } from '#lib/newsroom/pictures.ts'
import { openStorage } from '#lib/pictures/storage.ts'
import { appDatabase, environment } from '#lib/runtime.ts'
import { textOf } from '../../../../request-origin.ts'
import { requireStaff } from '../../../guard.ts'

/** What the form shows when nothing was changed, with what was typed. */
export type SaidOfPicture = {
  problem: string | null
  typed: Record<'alt' | 'caption' | 'credit', string>
}

/** Says of the picture what the form says, here and in the articles that said the same. */
export async function sayOfPicture(_before: SaidOfPicture, form: FormData): Promise<SaidOfPicture> {
  const { actor } = await requireStaff('keep pictures', '/newsroom/pictures')
  const typed = {
    alt: textOf(form, 'alt'),
    caption: textOf(form, 'caption'),
    credit: textOf(form, 'credit'),
  }
  const id = z.uuid().safeParse(textOf(form, 'id'))
  if (!id.success) redirect('/newsroom/pictures')
  const outcome = await describePicture(appDatabase(), actor, id.data, typed)
  if (outcome.kind === 'refused') return { problem: outcome.why, typed }
  if (outcome.kind === 'gone') redirect('/newsroom/pictures')
  redirect(`/newsroom/pictures/${id.data}?did=said`)
}

/** Deletes the picture of the form, unless an article shows it. */
export async function deletePicture(form: FormData): Promise<void> {
  const { actor } = await requireStaff('keep pictures', '/newsroom/pictures')
  const id = z.uuid().safeParse(textOf(form, 'id'))
  if (!id.success) redirect('/newsroom/pictures')
  const storage = openStorage(environment().pictures)
  const outcome = await discardPicture(appDatabase(), storage, actor, id.data)
  redirect(
    outcome === 'used' ? `/newsroom/pictures/${id.data}?did=used` : '/newsroom/pictures?deleted',
  )
}
