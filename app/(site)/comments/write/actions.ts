'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { currentReader } from '#lib/auth/viewer.ts'
import { addressOf, permalink } from '#lib/comments/asked.ts'
import { LONGEST_COMMENT } from '#lib/comments/body.ts'
import { writeComment } from '#lib/comments/write.ts'
import { appDatabase } from '#lib/runtime.ts'
import { textOf } from '../../../request-origin.ts'
import { sayBody, sayLimited, sayName, sayRefusal } from '../said.ts'

/** What the form shows after it was sent: what is wrong, where, and all that was typed; or that it is held. */
export type WriteState = {
  problem: string | null
  field: 'body' | 'name' | null
  signIn: boolean
  body: string
  name: string
  held: boolean
}

const id = z.uuid()

/** Writes what was typed. Whatever goes wrong, the form comes back with it. */
export async function sendComment(_before: WriteState, form: FormData): Promise<WriteState> {
  const typed = { body: textOf(form, 'body'), name: textOf(form, 'name') }
  const stay = (problem: string, field: WriteState['field'] = null): WriteState => ({
    ...typed,
    problem,
    field,
    signIn: false,
    held: false,
  })
  const reader = await currentReader()
  if (!reader)
    return {
      ...stay('You are not signed in any more. Your words are still here.'),
      signIn: true,
    }
  const [once, reply] = [id.safeParse(textOf(form, 'form')), id.safeParse(textOf(form, 'reply'))]
  const slug = textOf(form, 'article')
  if (!once.success) return stay('This form is broken. Copy your words and open it anew.')
  const draft = { ...typed, slug, form: once.data, replyTo: reply.success ? reply.data : null }
  const outcome = await writeComment(appDatabase(), reader.id, draft, new Date())
  switch (outcome.kind) {
    case 'written':
      if (outcome.state === 'held') return { ...stay(''), problem: null, held: true }
      return redirect(
        outcome.id === outcome.threadId
          ? `${addressOf(slug, { kind: 'page', order: 'newest', page: 1 })}#comment-${outcome.id}`
          : permalink(slug, outcome),
      )
    case 'refused':
      return stay(sayRefusal(outcome.why))
    case 'bad_body':
      return stay(sayBody(outcome.why, LONGEST_COMMENT), 'body')
    case 'bad_name':
      return stay(sayName(outcome.why), 'name')
    case 'limited':
      return stay(sayLimited(outcome.retryAfterSeconds))
    case 'gone':
      return stay(
        draft.replyTo === null
          ? 'The article is not there any more.'
          : 'What you answer is not there any more. You can write a comment of your own instead.',
      )
    case 'thread_full':
      return stay('This conversation is full. You can write a comment of your own instead.')
  }
}
