'use client'

import { useActionState } from 'react'
import { Problem } from '../../../parts/problem.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { type ReportState, sendReport } from './actions.ts'

const start: ReportState = { problem: null, reason: '', note: '' }

type Props = { id: string; slug: string; reasons: [value: string, label: string][] }

/** Why, and a few words. */
export function ReportForm({ id, slug, reasons }: Props) {
  const [state, action] = useActionState(sendReport, start)
  return (
    <form action={action} className="grid gap-5">
      <input type="hidden" name="comment" value={id} />
      <fieldset className="grid">
        <legend className="mb-1 font-semibold">What is wrong with it?</legend>
        {reasons.map(([value, label]) => (
          <label key={value} className="flex items-baseline gap-3 py-1.5">
            <input
              type="radio"
              name="reason"
              value={value}
              required
              defaultChecked={state.reason === value}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div className="grid gap-1.5">
        <label htmlFor="note" className="font-semibold">
          Anything the editors should know <span className="font-normal text-soft">(optional)</span>
        </label>
        <textarea
          id="note"
          name="note"
          rows={3}
          maxLength={500}
          defaultValue={state.note}
          className="field"
        />
      </div>
      <Problem>{state.problem}</Problem>
      <div className="flex flex-wrap gap-3">
        <Submit pending="Sending …">Report</Submit>
        <a href={`/articles/${slug}#comments`} className="button button-quiet">
          Back
        </a>
      </div>
    </form>
  )
}
