'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { DAY, later } from '#lib/clock.ts'
import { banWriter, closeComments, liftBan, removeComment } from '#lib/comments/moderate.ts'
import { appDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../../request-origin.ts'
import { requireStaff } from '../../../guard.ts'

/** What a form shows when nothing was done, with what was typed. */
export type DecisionState = { problem: string | null; why: string }

const QUEUE = '/newsroom/comments'
const id = z.uuid()
const days = z.enum(['1', '7', '30', '365', 'ever'])

/** Removes the comment of the form, for the reason in it. */
export async function removeForGood(
  _before: DecisionState,
  form: FormData,
): Promise<DecisionState> {
  const { actor } = await requireStaff('moderate comments', QUEUE)
  const comment = id.safeParse(textOf(form, 'id'))
  if (!comment.success) redirect(QUEUE)
  const why = textOf(form, 'why').trim()
  if (why === '') return { problem: 'Why? Its writer is told.', why }
  const removal = { id: comment.data, why }
  const done = await removeComment(appDatabase(), actor, removal, new Date())
  return redirect(`${QUEUE}/${comment.data}?did=${done === 'done' ? 'removed' : 'nothing'}`)
}

/** Bans whoever wrote the comment of the form from writing, for as long as it says. */
export async function banFromComments(
  _before: DecisionState,
  form: FormData,
): Promise<DecisionState> {
  const { actor } = await requireStaff('moderate comments', QUEUE)
  const comment = id.safeParse(textOf(form, 'id'))
  if (!comment.success) redirect(QUEUE)
  const why = textOf(form, 'ban-why').trim()
  const length = days.safeParse(textOf(form, 'days'))
  if (!length.success) return { problem: 'For how long?', why }
  if (why === '') return { problem: 'Why? The audit log keeps it.', why }
  const now = new Date()
  const until = length.data === 'ever' ? null : later(now, Number(length.data) * DAY)
  const ban = { commentId: comment.data, why, until }
  const done = await banWriter(appDatabase(), actor, ban, now)
  if (done === 'staff') return { problem: 'Who works here is not banned. Talk to them.', why }
  return redirect(`${QUEUE}/${comment.data}?did=${done === 'done' ? 'banned' : 'nothing'}`)
}

/** Lets whoever wrote the comment of the form write again. */
export async function liftCommentBan(form: FormData): Promise<void> {
  const { actor } = await requireStaff('moderate comments', QUEUE)
  const comment = id.safeParse(textOf(form, 'id'))
  if (!comment.success) redirect(QUEUE)
  const done = await liftBan(appDatabase(), actor, comment.data)
  redirect(`${QUEUE}/${comment.data}?did=${done === 'done' ? 'lifted' : 'nothing'}`)
}

/** Closes the comments of the article under which the comment of the form stands, or opens them. */
export async function closeArticleComments(form: FormData): Promise<void> {
  const { actor } = await requireStaff('moderate comments', QUEUE)
  const comment = id.safeParse(textOf(form, 'id'))
  if (!comment.success) redirect(QUEUE)
  const close = textOf(form, 'close') === 'yes'
  const closing = { commentId: comment.data, close }
  const done = await closeComments(appDatabase(), actor, closing, new Date())
  const did = done === 'nothing' ? 'nothing' : close ? 'closed' : 'opened'
  redirect(`${QUEUE}/${comment.data}?did=${did}`)
}
