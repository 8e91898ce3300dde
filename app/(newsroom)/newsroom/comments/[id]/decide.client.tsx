'use client'

import { useActionState } from 'react'
import { Problem } from '../../../../parts/problem.tsx'
import { Submit } from '../../../../parts/submit.client.tsx'
import { banFromComments, type DecisionState, removeForGood } from './actions.ts'

const start: DecisionState = { problem: null, why: '' }

/** Removes a comment, for a reason that its writer sees. */
export function RemoveForm({ id }: { id: string }) {
  const [state, action] = useActionState(removeForGood, start)
  return (
    <form action={action} className="grid max-w-xl gap-3">
      <input type="hidden" name="id" value={id} />
      <Why id="why" label="Why it is removed" hint="Its writer sees this." typed={state.why} />
      <Problem>{state.problem}</Problem>
      <div>
        <Submit pending="Removing …">Remove it</Submit>
      </div>
    </form>
  )
}

const lengths = [
  ['1', 'a day'],
  ['7', 'a week'],
  ['30', '30 days'],
  ['365', 'a year'],
  ['ever', 'good'],
] as const

/** Bans its writer from writing. */
export function BanForm({ id }: { id: string }) {
  const [state, action] = useActionState(banFromComments, start)
  return (
    <form action={action} className="grid max-w-xl gap-3">
      <input type="hidden" name="id" value={id} />
      <div className="grid gap-1.5">
        <label htmlFor="days" className="font-semibold">
          No comments by its writer for
        </label>
        <select id="days" name="days" defaultValue="7" className="field max-w-48">
          {lengths.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <Why
        id="ban-why"
        label="Why"
        hint="For the audit log. They are told that they cannot write, and until when."
        typed={state.why}
      />
      <Problem>{state.problem}</Problem>
      <div>
        <Submit pending="One moment …" quiet>
          Ban from commenting
        </Submit>
      </div>
    </form>
  )
}

function Why(props: { id: string; label: string; hint: string; typed: string }) {
  const { id, label, hint, typed } = props
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <input
        id={id}
        name={id}
        required
        maxLength={300}
        defaultValue={typed}
        aria-describedby={`${id}-hint`}
        className="field"
      />
      <p id={`${id}-hint`} className="text-[0.9375rem] text-soft">
        {hint}
      </p>
    </div>
  )
}
