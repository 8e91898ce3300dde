'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { currentReader, type Reader } from '#lib/auth/viewer.ts'
import { forgetAllReading, forgetReading } from '#lib/reading-history/own.ts'
import { turnHistoryOff, turnHistoryOn } from '#lib/reading-history/switch.ts'
import { appDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../request-origin.ts'

const page = '/account/history'

async function whoever(): Promise<Reader> {
  const reader = await currentReader()
  return reader ?? redirect(`/sign-in?${new URLSearchParams({ to: page })}`)
}

/** Begins to note what the signed-in reader reads. */
export async function switchHistoryOn(): Promise<void> {
  const { id } = await whoever()
  await turnHistoryOn(appDatabase(), id, new Date())
  redirect(`${page}?notice=on`)
}

/** Ends it and deletes all that was noted. */
export async function switchHistoryOff(): Promise<void> {
  const { id } = await whoever()
  await turnHistoryOff(appDatabase(), id)
  redirect(`${page}?notice=off`)
}

/** Deletes all that was noted; what is read from now on is noted. */
export async function emptyHistory(): Promise<void> {
  const { id } = await whoever()
  await forgetAllReading(appDatabase(), id, new Date())
  redirect(`${page}?notice=cleared`)
}

const shape = z.object({
  article: z.string().regex(/^[a-z0-9-]{1,100}$/),
  page: z.string().regex(/^[1-9]\d{0,4}$/),
})

/** Deletes one article out of what the signed-in reader has read. */
export async function removeReading(form: FormData): Promise<void> {
  const { id } = await whoever()
  const asked = shape.safeParse({ article: textOf(form, 'article'), page: textOf(form, 'page') })
  if (!asked.success) redirect(page)
  await forgetReading(appDatabase(), id, asked.data.article)
  redirect(`${page}?${new URLSearchParams({ page: asked.data.page, notice: 'removed' })}`)
}
