'use server'

import { redirect } from 'next/navigation'
import { chooseByLink } from '#lib/newsletters/choose.ts'
import { confirmSignUp } from '#lib/newsletters/confirm.ts'
import { leaveNewsletter } from '#lib/newsletters/leave.ts'
import { signUp } from '#lib/newsletters/sign-up.ts'
import { appDatabase } from '#lib/runtime.ts'
import { inAWhile, requestOrigin, textOf, textsOf } from '../../request-origin.ts'

/** What the form shows after it was sent. */
export type SignUpState = {
  problem: { field: 'email' | 'newsletters' | null; why: string } | null
  email: string
  chosen: string[]
  /** Where the mail went, if it is to be looked for. */
  askedFor: string | null
}

/** Asks for newsletters. The answer is the same whether or not the address is known. */
export async function askForNewsletters(
  _before: SignUpState,
  form: FormData,
): Promise<SignUpState> {
  const typed = { email: textOf(form, 'email'), newsletters: textsOf(form, 'newsletter') }
  const stay = (problem: SignUpState['problem']): SignUpState => ({
    problem,
    email: typed.email,
    chosen: typed.newsletters,
    askedFor: null,
  })
  const { address } = await requestOrigin()
  const outcome = await signUp(appDatabase(), typed, { address, now: new Date() })
  switch (outcome.kind) {
    case 'asked':
      return { problem: null, email: '', chosen: [], askedFor: outcome.email }
    case 'invalid':
      return stay({ field: outcome.field, why: outcome.why })
    case 'limited':
      return stay({
        field: null,
        why: `Too many newsletters were asked for from here. Please try again ${inAWhile(outcome.retryAfterSeconds)}.`,
      })
  }
}

const back = (page: string, query: Record<string, string>) =>
  redirect(`/newsletters/${page}?${new URLSearchParams(query)}`)

/** Confirms what the holder of the link asked for. A button and not the link itself: mail scanners open links. */
export async function confirmNewsletters(form: FormData): Promise<void> {
  const t = textOf(form, 't')
  const done = await confirmSignUp(appDatabase(), t, new Date())
  return back('confirm', done ? { t, done: '' } : {})
}

/** Makes what an address receives what was ticked; with the button that says so, nothing at all. */
export async function saveChoice(form: FormData): Promise<void> {
  const t = textOf(form, 't')
  const named = textOf(form, 'none') === '' ? textsOf(form, 'newsletter') : []
  const outcome = await chooseByLink(appDatabase(), t, named, new Date())
  return back('preferences', outcome.kind === 'unknown' ? {} : { t, did: outcome.kind })
}

/** Ends the newsletter of the link. */
export async function leave(form: FormData): Promise<void> {
  const t = textOf(form, 't')
  const done = await leaveNewsletter(appDatabase(), t, new Date())
  return back('leave', done ? { t, done: '' } : {})
}
