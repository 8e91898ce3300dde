'use client'

import { useActionState } from 'react'
import { Problem } from '../../../../../parts/problem.tsx'
import { Submit } from '../../../../../parts/submit.client.tsx'
import { Field } from '../field.tsx'
import { ReasonField } from '../reason-field.tsx'
import { giveReaderAccess, type GrantState } from './actions.ts'

const start: GrantState = { problem: null, days: '30', why: '' }

/** How long, and why. */
export function GrantForm(props: { readerId: string; most: number; form: string }) {
  const { readerId, most, form } = props
  const [state, action] = useActionState(giveReaderAccess, start)
  return (
    <form action={action} className="mt-6 grid max-w-xl gap-5">
      <input type="hidden" name="id" value={readerId} />
      <input type="hidden" name="form" value={form} />
      <Field id="days" label="Days" hint={`From now; your role may give up to ${most}.`}>
        <input
          id="days"
          name="days"
          type="number"
          min={1}
          max={most}
          required
          defaultValue={state.days}
          aria-describedby="days-hint"
          className="field max-w-32"
        />
      </Field>
      <ReasonField typed={state.why} />
      <Problem>{state.problem}</Problem>
      <div className="flex flex-wrap gap-3">
        <Submit pending="Giving access …">Give access</Submit>
        <a href={`/newsroom/readers/${readerId}`} className="button button-quiet">
          Back
        </a>
      </div>
    </form>
  )
}
