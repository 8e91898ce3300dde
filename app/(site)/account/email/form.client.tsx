'use client'

import { useActionState } from 'react'
import { Problem } from '../../../parts/problem.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { askForChange, type EmailState } from './actions.ts'

const start: EmailState = { problem: null, typed: '', sentTo: null }

/** Asks for the new address; afterwards, says where the mail went. */
export function EmailForm({ current }: { current: string }) {
  const [state, action] = useActionState(askForChange, start)
  if (state.sentTo !== null)
    return (
      <output className="grid gap-4 font-serif text-lg leading-snug">
        <span>
          We have sent a mail to <strong className="wrap-anywhere">{state.sentTo}</strong>. Open the
          link in it within the hour, and confirm. Until then everything stays as it is.
        </span>
        <span>
          A notice has gone to <span className="wrap-anywhere">{current}</span> as well.
        </span>
      </output>
    )
  return (
    <form action={action} className="grid gap-4">
      <div className="grid gap-1.5">
        <label htmlFor="email" className="font-semibold">
          New e-mail address
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
          defaultValue={state.typed}
          aria-describedby="email-problem"
          aria-invalid={state.problem !== null}
          className="field"
        />
      </div>
      <Problem id="email-problem">{state.problem}</Problem>
      <Submit pending="Sending the mail …" wide>
        Send me a link
      </Submit>
    </form>
  )
}
