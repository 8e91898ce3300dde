'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { discardPicture } from '#lib/newsroom/pictures.ts'
import { openStorage } from '#lib/pictures/storage.ts'
import { appDatabase, environment } from '#lib/runtime.ts'
import { textOf } from '../../../../request-origin.ts'
import { requireStaff } from '../../../guard.ts'

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
