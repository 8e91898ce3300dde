'use client'

import { useActionState } from 'react'
import { Problem } from '../../../parts/problem.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { changeName, type NameState } from './actions.ts'

const start: NameState = { problem: null, typed: null }

/** The name beside one's comments, to be changed. */
export function NameForm({ name }: { name: string | null }) {
  const [state, action] = useActionState(changeName, start)
  return (
    <form action={action} className="grid gap-1.5">
      <label htmlFor="name" className="font-semibold">
        Your name, as everybody sees it
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          id="name"
          name="name"
          autoComplete="name"
          required
          maxLength={60}
          defaultValue={state.typed ?? name ?? ''}
          aria-describedby="name-hint name-problem"
          aria-invalid={state.problem !== null}
          className="field max-w-80 flex-1 basis-48"
        />
        <Submit pending="Saving …" quiet>
          Save
        </Submit>
      </div>
      <Problem id="name-problem">{state.problem}</Problem>
      <p id="name-hint" className="text-[0.9375rem] text-soft">
        It stands beside everything you have written here. Your e-mail address is never shown.
      </p>
    </form>
  )
}
