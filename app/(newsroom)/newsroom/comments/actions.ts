'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { approveComment, holdForStaff, pickComment } from '#lib/comments/moderate.ts'
import { appDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../request-origin.ts'
import { requireStaff } from '../../guard.ts'

const QUEUE = '/newsroom/comments'
const id = z.uuid()

/** Where a form came from and leads back to: the page of the comment, or a queue. */
function backTo(form: FormData, comment: string, did: string): string {
  const show = z.enum(['held', 'reported', 'all']).safeParse(textOf(form, 'show'))
  const query = new URLSearchParams({ did, ...(show.success ? { show: show.data } : {}) })
  return show.success ? `${QUEUE}?${query}` : `${QUEUE}/${comment}?${query}`
}

/** Lets the comment of the form stand. */
export async function letCommentStand(form: FormData): Promise<void> {
  const { actor } = await requireStaff('moderate comments', QUEUE)
  const comment = id.safeParse(textOf(form, 'id'))
  if (!comment.success) redirect(QUEUE)
  const done = await approveComment(appDatabase(), actor, comment.data, new Date())
  redirect(backTo(form, comment.data, done === 'done' ? 'stands' : 'nothing'))
}

/** Takes the comment of the form away until somebody decides. */
export async function holdCommentBack(form: FormData): Promise<void> {
  const { actor } = await requireStaff('moderate comments', QUEUE)
  const comment = id.safeParse(textOf(form, 'id'))
  if (!comment.success) redirect(QUEUE)
  const done = await holdForStaff(appDatabase(), actor, comment.data, new Date())
  redirect(backTo(form, comment.data, done === 'done' ? 'held' : 'nothing'))
}

/** Picks the comment of the form out, or takes that back. */
export async function pickForReaders(form: FormData): Promise<void> {
  const { actor } = await requireStaff('moderate comments', QUEUE)
  const comment = id.safeParse(textOf(form, 'id'))
  if (!comment.success) redirect(QUEUE)
  const pick = textOf(form, 'pick') === 'yes'
  const done = await pickComment(appDatabase(), actor, { id: comment.data, pick }, new Date())
  redirect(
    backTo(form, comment.data, done === 'nothing' ? 'nothing' : pick ? 'picked' : 'unpicked'),
  )
}
