'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { currentReader } from '#lib/auth/viewer.ts'
import { permalink } from '#lib/comments/asked.ts'
import { LONGEST_COMMENT } from '#lib/comments/body.ts'
import { editComment, ownChangeable, takeCommentBack } from '#lib/comments/change.ts'
import { appDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../request-origin.ts'
import { sayBody, sayLimited, sayRefusal } from '../said.ts'

/** What the form shows after it was sent; `body` is null before. */
export type EditState = { problem: string | null; body: string | null; held: boolean }

const id = z.uuid()
const OWN = '/account/comments'

/** Gives a comment of one's own other words. Whatever goes wrong, the form comes back with them. */
export async function sendEdit(_before: EditState, form: FormData): Promise<EditState> {
  const body = textOf(form, 'body')
  const stay = (problem: string): EditState => ({ problem, body, held: false })
  const reader = await currentReader()
  if (!reader) return stay('You are not signed in any more. Your words are still here.')
  const comment = id.safeParse(textOf(form, 'comment'))
  if (!comment.success) redirect(OWN)
  const now = new Date()
  const own = await ownChangeable(appDatabase(), reader.id, comment.data, now)
  const outcome = await editComment(appDatabase(), reader.id, { id: comment.data, body }, now)
  switch (outcome.kind) {
    case 'written':
      if (outcome.state === 'held') return { problem: null, body, held: true }
      return redirect(own ? permalink(own.slug, outcome) : OWN)
    case 'late':
      return stay('The ten minutes are over: it cannot be changed any more.')
    case 'refused':
      return stay(sayRefusal(outcome.why))
    case 'bad_body':
      return stay(sayBody(outcome.why, LONGEST_COMMENT))
    case 'limited':
      return stay(sayLimited(outcome.retryAfterSeconds))
  }
}

/** Takes a comment of one's own back. */
export async function takeBack(form: FormData): Promise<void> {
  const comment = id.safeParse(textOf(form, 'comment'))
  const reader = await currentReader()
  if (!reader) redirect(`/sign-in?${new URLSearchParams({ to: OWN })}`)
  if (!comment.success) redirect(OWN)
  const taken = await takeCommentBack(appDatabase(), reader.id, comment.data, new Date())
  redirect(`${OWN}?notice=${taken ? 'taken_back' : 'late'}`)
}
