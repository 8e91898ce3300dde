'use client'

import { useActionState } from 'react'
import { Problem } from '../../../parts/problem.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { pause, type PauseState } from './actions.ts'

const start: PauseState = { problem: null, months: '1' }

const lengths = [
  ['1', 'One month'],
  ['2', 'Two months'],
  ['3', 'Three months'],
] as const

/** How long to pause. */
export function PauseForm() {
  const [state, action] = useActionState(pause, start)
  return (
    <form action={action} className="mt-6">
      <fieldset>
        <legend className="font-semibold">For how long?</legend>
        <div className="mt-1">
          {lengths.map(([value, label]) => (
            <label key={value} className="flex min-h-10 items-center gap-3">
              <input
                type="radio"
                name="months"
                value={value}
                defaultChecked={state.months === value}
                className="size-4.5 shrink-0 accent-[var(--brand)]"
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="mt-5 flex flex-wrap items-center gap-3">
        <Submit pending="Pausing …">Pause subscription</Submit>
        <a href="/account" className="button button-quiet">
          Do not pause
        </a>
      </div>
      <div className="mt-4">
        <Problem>{state.problem}</Problem>
      </div>
    </form>
  )
}
