'use client'

import { useActionState } from 'react'
import { type Letter, NewsletterChoices } from '../../parts/newsletter-choices.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Submit } from '../../parts/submit.client.tsx'
import { askForNewsletters, type SignUpState } from './actions.ts'

type Props = {
  letters: readonly Letter[]
  /** The address of who is signed in, or nothing. */
  email: string
  /** What is ticked from the start. */
  picked: string[]
  /** What they agree to, word for word. */
  consent: string
}

/** Which newsletters, and where to; afterwards, what to do next. */
export function SignUpForm({ letters, email, picked, consent }: Props) {
  const [state, action] = useActionState(askForNewsletters, {
    problem: null,
    email,
    chosen: picked,
    askedFor: null,
  } satisfies SignUpState)
  if (state.askedFor !== null) return <Asked email={state.askedFor} />
  const { problem } = state
  const why = (field: 'email' | 'newsletters' | null) =>
    problem !== null && problem.field === field ? problem.why : null
  return (
    <form action={action} className="grid gap-6">
      <div className="grid gap-3">
        <NewsletterChoices letters={letters} chosen={state.chosen} describedBy="letters-problem" />
        <Problem id="letters-problem">{why('newsletters')}</Problem>
      </div>
      <div className="grid gap-1.5">
        <label htmlFor="email" className="font-semibold">
          E-mail address
        </label>
        <input
          id="email"
          name="email"
          type="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={254}
          defaultValue={state.email}
          aria-describedby="consent email-problem"
          aria-invalid={why('email') !== null}
          className="field"
        />
        <Problem id="email-problem">{why('email')}</Problem>
      </div>
      <Problem>{why(null)}</Problem>
      <Submit pending="One moment …" wide>
        Sign up
      </Submit>
      <p id="consent" className="text-[0.9375rem] leading-snug text-soft">
        By signing up you say: “{consent}”
      </p>
    </form>
  )
}

function Asked({ email }: { email: string }) {
  return (
    <output className="grid gap-4 border-y-[3px] border-ink bg-panel p-5 sm:p-8">
      <strong className="headline text-[1.75rem]">Now look into your mailbox</strong>
      <span className="font-serif text-lg leading-snug">
        We have sent a mail to <strong className="wrap-anywhere">{email}</strong>. Open the link in
        it and confirm; nothing is sent before that.
      </span>
      <span className="text-[0.9375rem] text-soft">
        If it does not come in a few minutes, look among the spam. The link is good for a week.
      </span>
    </output>
  )
}
