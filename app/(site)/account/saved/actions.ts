'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { currentReader } from '#lib/auth/viewer.ts'
import { saveArticle, takeOffList } from '#lib/saved-articles/save.ts'
import { appDatabase, publicDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../request-origin.ts'

const list = '/account/saved'

const shape = z.object({
  slug: z.string().regex(/^[a-z0-9-]{1,100}$/),
  page: z.string().regex(/^[1-9]\d{0,2}$/),
})

function readAsked(form: FormData): { slug: string; page: string } | null {
  const read = shape.safeParse({ slug: textOf(form, 'article'), page: textOf(form, 'page') })
  return read.success ? read.data : null
}

/** Takes an article off the signed-in reader's list, and leads to where that can be undone. */
export async function removeFromSaved(form: FormData): Promise<void> {
  const reader = await currentReader()
  if (!reader) redirect(`/sign-in?${new URLSearchParams({ to: list })}`)
  const asked = readAsked(form)
  if (!asked) redirect(list)
  const { slug, page } = asked
  const savedAt = await takeOffList(appDatabase(), reader.id, slug)
  if (!savedAt) redirect(`${list}?${new URLSearchParams({ page })}`)
  redirect(`${list}?${new URLSearchParams({ page, removed: slug, since: savedAt.toISOString() })}`)
}

const sinceShape = z.iso.datetime().transform((written) => new Date(written))

/** Puts an article back to the place on the list that it had. */
export async function undoRemoval(form: FormData): Promise<void> {
  const reader = await currentReader()
  if (!reader) redirect(`/sign-in?${new URLSearchParams({ to: list })}`)
  const asked = readAsked(form)
  if (!asked) redirect(list)
  const now = new Date()
  const since = sinceShape.safeParse(textOf(form, 'since'))
  const savedAt = since.success && since.data < now ? since.data : now
  const databases = { public: publicDatabase(), app: appDatabase() }
  const { kind } = await saveArticle(databases, reader.id, { slug: asked.slug, savedAt })
  const notice = kind === 'saved' ? 'back' : kind
  redirect(`${list}?${new URLSearchParams({ page: asked.page, notice })}`)
}
