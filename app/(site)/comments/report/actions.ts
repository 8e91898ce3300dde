'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { currentReader } from '#lib/auth/viewer.ts'
import { reportComment, type ReportReason, reportReasons } from '#lib/comments/report.ts'
import { appDatabase } from '#lib/runtime.ts'
import { inAWhile, textOf } from '../../../request-origin.ts'

/** What the form shows after it was sent. */
export type ReportState = {
  problem: string | null
  reason: string
  note: string
}

const id = z.uuid()
const pageOf = (comment: string) => `/comments/report?${new URLSearchParams({ comment })}`
const isReason = (reason: string): reason is ReportReason => Object.hasOwn(reportReasons, reason)

/** Tells staff about a comment. */
export async function sendReport(_before: ReportState, form: FormData): Promise<ReportState> {
  const typed = { reason: textOf(form, 'reason'), note: textOf(form, 'note') }
  const stay = (problem: string): ReportState => ({ ...typed, problem })
  const comment = id.safeParse(textOf(form, 'comment'))
  const reader = await currentReader()
  if (!reader) redirect(`/sign-in?${new URLSearchParams({ to: pageOf(comment.data ?? '') })}`)
  if (!isReason(typed.reason)) return stay('Please choose a reason.')
  if (!comment.success) return stay('This comment is not shown any more.')
  const report = { id: comment.data, reason: typed.reason, note: typed.note }
  const outcome = await reportComment(appDatabase(), reader.id, report, new Date())
  switch (outcome.kind) {
    case 'reported':
      return redirect(`/comments/report?${new URLSearchParams({ done: outcome.slug })}`)
    case 'own':
      return stay('It is your own comment.')
    case 'gone':
      return stay('This comment is not shown any more.')
    case 'limited':
      return stay(
        `You have reported a lot today. Please try again ${inAWhile(outcome.retryAfterSeconds)}.`,
      )
  }
}
