'use client'

import { useActionState } from 'react'
import { Problem } from '../../../../parts/problem.tsx'
import { Submit } from '../../../../parts/submit.client.tsx'
import { Field } from '../../readers/[id]/field.tsx'
import { type SaidOfPicture, sayOfPicture } from './actions.ts'

/** What is said of the picture, to be said otherwise. */
export function WordsForm({ id, said }: { id: string; said: SaidOfPicture['typed'] }) {
  const [{ problem, typed }, action] = useActionState(sayOfPicture, { problem: null, typed: said })
  return (
    <form action={action} className="mt-4 grid gap-5">
      <input type="hidden" name="id" value={id} />
      <Field
        id="alt"
        label="What it shows"
        hint="In a sentence, for those who do not see it. Not what the caption says already."
      >
        <textarea
          id="alt"
          name="alt"
          rows={3}
          required
          maxLength={1000}
          defaultValue={typed.alt}
          aria-describedby="alt-hint"
          className="field"
        />
      </Field>
      <Field id="caption" label="Caption">
        <textarea
          id="caption"
          name="caption"
          rows={2}
          maxLength={1000}
          defaultValue={typed.caption}
          className="field"
        />
      </Field>
      <Field id="credit" label="Credit" hint="Who made it, as readers are told.">
        <input
          id="credit"
          name="credit"
          maxLength={300}
          defaultValue={typed.credit}
          aria-describedby="credit-hint"
          className="field"
        />
      </Field>
      <Problem>{problem}</Problem>
      <div>
        <Submit pending="Saving …">Say it like this</Submit>
      </div>
    </form>
  )
}
