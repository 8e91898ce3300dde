'use client'

import { type ReactNode, useActionState } from 'react'
import { Submit } from '../../../parts/submit.client.tsx'
import { BodyField } from '../body-field.tsx'
import { type EditState, sendEdit } from './actions.ts'

const start: EditState = { problem: null, body: null, held: false }

type Props = {
  id: string
  body: string
  longest: number
  /** What is shown to who may not change it, for as long as nothing is typed. */
  instead: ReactNode
}

/** Other words for a comment of one's own. */
export function EditForm({ id, body, longest, instead }: Props) {
  const [state, action] = useActionState(sendEdit, start)
  if (instead !== null && state.body === null) return instead
  if (state.held)
    return (
      <output className="grid gap-4 font-serif text-lg leading-snug">
        <span>It is changed. The editors look at it before it is shown.</span>
        <a href="/account/comments" className="underline">
          Your comments
        </a>
      </output>
    )
  return (
    <form action={action} className="grid gap-5">
      <input type="hidden" name="comment" value={id} />
      <BodyField
        label="Your comment"
        typed={state.body ?? body}
        longest={longest}
        problem={state.problem}
      />
      <div className="flex flex-wrap gap-3">
        <Submit pending="Saving …">Save</Submit>
        <a href="/account/comments" className="button button-quiet">
          Back
        </a>
      </div>
    </form>
  )
}
