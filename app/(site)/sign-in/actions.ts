'use server'

import { redirect } from 'next/navigation'
import { meetByLink } from '#lib/auth/challenge.ts'
import { startSession } from '#lib/auth/next-auth.ts'
import { safeReturnPath } from '#lib/auth/return-path.ts'
import { signInLink } from '#lib/auth/sign-in-link.ts'
import { answerCode, requestSignIn } from '#lib/auth/sign-in.ts'
import { sendAtOnce } from '#lib/mail/send-at-once.ts'
import { appDatabase, environment } from '#lib/runtime.ts'
import { inAWhile, requestOrigin, textOf } from '../../request-origin.ts'
import { forgetPending, readPending, rememberPending } from './pending-cookie.ts'

/** What a form shows after it was sent and led nowhere. */
export type FormState = { problem: string | null; typed: string }

/** Sends the mail with link and code, and leads to the page that takes the code. */
export async function askForCode(_before: FormState, form: FormData): Promise<FormState> {
  const { address, device } = await requestOrigin()
  const { authSecret: secret, siteUrl } = environment()
  const typed = textOf(form, 'email')
  const outcome = await requestSignIn(
    appDatabase(),
    { typed, returnTo: textOf(form, 'to') },
    { address, now: new Date(), secret },
    ({ to, readerId, code, token, minutes }) =>
      sendAtOnce(appDatabase(), to, readerId, {
        kind: 'sign_in',
        code,
        link: signInLink(siteUrl, token),
        minutes,
        device,
      }),
  )
  switch (outcome.kind) {
    case 'sent':
      await rememberPending(outcome.email)
      return redirect('/sign-in/code')
    case 'invalid':
      return { problem: outcome.why, typed }
    case 'limited':
      return {
        problem: `Too many sign-in mails were asked for. Please try again ${inAWhile(outcome.retryAfterSeconds)}.`,
        typed,
      }
    case 'mail_failed':
      return {
        problem: 'The mail could not be sent just now. Please try again in a moment.',
        typed,
      }
  }
}

/** Takes the six digits, and signs in. */
export async function enterCode(_before: FormState, form: FormData): Promise<FormState> {
  const email = await readPending()
  if (email === null) redirect('/sign-in')
  const { address } = await requestOrigin()
  const code = textOf(form, 'code')
  const answer = await answerCode(
    appDatabase(),
    { email, code },
    { address, now: new Date(), secret: environment().authSecret },
  )
  switch (answer.kind) {
    case 'met':
      return signIn(answer.email, answer.returnTo)
    case 'invalid':
      return { problem: answer.why, typed: code }
    case 'limited':
      return {
        problem: `Too many codes were tried. Please try again ${inAWhile(answer.retryAfterSeconds)}.`,
        typed: '',
      }
    case 'wrong':
      return {
        problem:
          answer.triesLeft > 0
            ? `That is not the code, or it is older than 30 minutes. You have ${answer.triesLeft === 1 ? 'one try' : `${answer.triesLeft} tries`} left.`
            : 'That is not the code, and it cannot be tried again. Open the link in the mail, or ask for a new code.',
        typed: '',
      }
  }
}

/** Spends the link of the mail. It is a button and not the link itself, because mail scanners open links. */
export async function followLink(form: FormData): Promise<void> {
  const { authSecret } = environment()
  const met = await meetByLink(appDatabase(), authSecret, textOf(form, 'token'), new Date())
  if (!met) redirect('/sign-in/confirm')
  await signIn(met.email, met.returnTo)
}

async function signIn(email: string, returnTo: string): Promise<never> {
  await startSession(email)
  await forgetPending()
  redirect(safeReturnPath(returnTo))
}
