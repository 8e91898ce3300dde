'use client'

import { useActionState } from 'react'
import { Problem } from '../../../parts/problem.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { cancel, type CancelState } from './actions.ts'

const start: CancelState = { problem: null, feedback: '', comment: '' }

/** In Stripe's words, and in ours. */
const reasons = [
  ['too_expensive', 'It costs too much'],
  ['unused', 'I do not read it enough'],
  ['missing_features', 'It does not cover what I look for'],
  ['low_quality', 'I am not happy with the reporting'],
  ['switched_service', 'I read something else now'],
  ['other', 'Something else'],
] as const

/** The second click of two. The button stays in sight, however long the page is. */
export function CancelForm() {
  const [state, action] = useActionState(cancel, start)
  return (
    <form action={action} className="mt-6">
      <fieldset>
        <legend className="font-semibold">Why, if you care to say?</legend>
        <div className="mt-1">
          {reasons.map(([value, label]) => (
            <label key={value} className="flex min-h-9 items-center gap-3">
              <input
                type="radio"
                name="feedback"
                value={value}
                defaultChecked={state.feedback === value}
                className="size-4.5 shrink-0 accent-[var(--brand)]"
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <label className="mt-3 block">
        <span className="font-semibold">Anything else?</span>
        <input
          name="comment"
          type="text"
          maxLength={500}
          defaultValue={state.comment}
          className="field mt-1"
        />
      </label>
      <div className="sticky bottom-0 z-10 mt-5 border-t border-rule bg-paper py-3">
        <div className="flex flex-wrap items-center gap-3">
          <Submit pending="Canceling …">Cancel subscription</Submit>
          <a href="/account" className="button button-quiet">
            Keep it
          </a>
        </div>
        {state.problem !== null && <Problem>{state.problem}</Problem>}
      </div>
    </form>
  )
}
