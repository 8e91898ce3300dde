'use server'

import { redirect } from 'next/navigation'
import { after } from 'next/server'
import { confirmEmailChange, requestEmailChange } from '#lib/account/change-email.ts'
import { startSession } from '#lib/auth/next-auth.ts'
import { currentReader } from '#lib/auth/viewer.ts'
import { interactiveBilling } from '#lib/billing/connection.ts'
import { syncReader } from '#lib/billing/reader.ts'
import { sendAtOnce } from '#lib/mail/send-at-once.ts'
import { appDatabase, billingDatabase, environment } from '#lib/runtime.ts'
import { inAWhile, requestOrigin, textOf } from '../../../request-origin.ts'

/** What the form shows after it was sent. */
export type EmailState = { problem: string | null; typed: string; sentTo: string | null }

/** Sends the link to the new address. */
export async function askForChange(_before: EmailState, form: FormData): Promise<EmailState> {
  const reader = await currentReader()
  if (!reader) redirect('/sign-in?to=%2Faccount%2Femail')
  const typed = textOf(form, 'email')
  const stay = (problem: string): EmailState => ({ problem, typed, sentTo: null })
  const outcome = await requestEmailChange(
    appDatabase(),
    reader,
    typed,
    { ...(await requestOrigin()), now: new Date(), siteUrl: environment().siteUrl },
    (to, readerId, message) => sendAtOnce(appDatabase(), to, readerId, message),
  )
  switch (outcome.kind) {
    case 'sent':
      return { problem: null, typed: '', sentTo: outcome.email }
    case 'invalid':
      return stay(outcome.why)
    case 'limited':
      return stay(
        `Too many changes were asked for. Please try again ${inAWhile(outcome.retryAfterSeconds)}.`,
      )
    case 'mail_failed':
      return stay('The mail could not be sent just now. Please try again in a moment.')
  }
}

/**
 * Spends the link of the mail. It is a button and not the link itself, because mail scanners open
 * links. A browser that was signed in to this account gets a new session; any other is led to sign in.
 */
export async function confirmChange(form: FormData): Promise<void> {
  const before = await currentReader()
  const token = textOf(form, 'token')
  const outcome = await confirmEmailChange(appDatabase(), token, new Date())
  if (outcome.kind === 'void') redirect('/account/email/confirm')
  if (outcome.kind === 'taken') redirect('/account/email/confirm?taken')
  if (outcome.kind === 'busy')
    redirect(`/account/email/confirm?${new URLSearchParams({ token, busy: '' })}`)
  // Stripe hears of it when the answer is on its way; should it not, the next sync tells it.
  after(async () => {
    await syncReader(billingDatabase(), outcome.readerId, interactiveBilling())
  })
  if (before?.id === outcome.readerId) await startSession(outcome.email)
  redirect('/account/email/confirm?done')
}
