'use client'

import { useActionState } from 'react'
import { Problem } from '../../parts/problem.tsx'
import { Submit } from '../../parts/submit.client.tsx'
import { askForCode, enterCode, type FormState } from './actions.ts'

const start: FormState = { problem: null, typed: '' }

/** Asks for an address. Works as a plain form before and without its script. */
export function EmailForm({ to }: { to: string }) {
  const [state, action] = useActionState(askForCode, start)
  return (
    <form action={action} className="grid gap-4">
      <input type="hidden" name="to" value={to} />
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
          defaultValue={state.typed}
          aria-describedby="email-problem"
          aria-invalid={state.problem !== null}
          className="field"
        />
      </div>
      <Problem id="email-problem">{state.problem}</Problem>
      <Submit pending="Sending the mail …" wide>
        Send me a code
      </Submit>
    </form>
  )
}

/** Takes the code of the mail. */
export function CodeForm() {
  const [state, action] = useActionState(enterCode, start)
  return (
    <form action={action} className="grid gap-4">
      <div className="grid gap-1.5">
        <label htmlFor="code" className="font-semibold">
          Six-digit code
        </label>
        <input
          id="code"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          maxLength={12}
          defaultValue={state.typed}
          aria-describedby="code-problem"
          aria-invalid={state.problem !== null}
          className="field text-2xl tracking-[0.3em] tabular-nums"
        />
      </div>
      <Problem id="code-problem">{state.problem}</Problem>
      <Submit pending="Signing in …" wide>
        Sign in
      </Submit>
    </form>
  )
}
