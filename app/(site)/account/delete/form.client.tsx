'use client'

import { useActionState } from 'react'
import { Problem } from '../../../parts/problem.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { deleteMyAccount, type DeleteState } from './actions.ts'

const start: DeleteState = { problem: null, typed: '' }

/** Asks for the address of the account, so that nobody deletes one by a slip. */
export function DeleteForm() {
  const [state, action] = useActionState(deleteMyAccount, start)
  return (
    <form action={action} className="grid gap-4">
      <div className="grid gap-1.5">
        <label htmlFor="email" className="font-semibold">
          Type your e-mail address to confirm
        </label>
        <input
          id="email"
          name="email"
          type="email"
          autoComplete="off"
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
      <Submit pending="Deleting …" wide>
        Delete my account
      </Submit>
    </form>
  )
}
