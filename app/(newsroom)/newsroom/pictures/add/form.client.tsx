'use client'

import { useActionState } from 'react'
import { Problem } from '../../../../parts/problem.tsx'
import { Submit } from '../../../../parts/submit.client.tsx'
import { Field } from '../../readers/[id]/field.tsx'
import { type AddState, addPicture } from './actions.ts'

const start: AddState = {
  problem: null,
  typed: { address: '', alt: '', caption: '', credit: '', source: '' },
}

/** Where the picture comes from, what it shows, and who made it. */
export function AddForm() {
  const [{ problem, typed }, action] = useActionState(addPicture, start)
  return (
    <form action={action} className="mt-7 grid max-w-2xl gap-6">
      <fieldset className="grid gap-5 border-t-2 border-ink pt-3">
        <legend className="sr-only">The picture</legend>
        <Field
          id="file"
          label="File"
          hint="JPEG, PNG, WebP, AVIF or GIF, up to 20 MiB. No SVG: save it as PNG."
        >
          <input
            id="file"
            name="file"
            type="file"
            accept="image/jpeg,image/png,image/webp,image/avif,image/gif"
            aria-describedby="file-hint"
            className="field py-2 file:me-4 file:cursor-pointer file:border-0 file:bg-panel file:px-3 file:py-1.5 file:font-semibold file:text-ink"
          />
        </Field>
        <Field
          id="address"
          label="Or its address"
          hint="It must begin with https:// and be open to everybody."
        >
          <input
            id="address"
            name="address"
            inputMode="url"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={2000}
            defaultValue={typed.address}
            aria-describedby="address-hint"
            className="field"
          />
        </Field>
      </fieldset>
      <fieldset className="grid gap-5 border-t-2 border-ink pt-3">
        <legend className="sr-only">What is said of it</legend>
        <Field
          id="alt"
          label="What it shows"
          hint="In a sentence, for those who do not see it. Not what the caption says already."
        >
          <textarea
            id="alt"
            name="alt"
            rows={2}
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
        <div className="grid gap-5 sm:grid-cols-2">
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
          <Field id="source" label="Source" hint="Where it is from; readers are not told.">
            <input
              id="source"
              name="source"
              maxLength={1000}
              defaultValue={typed.source}
              aria-describedby="source-hint"
              className="field"
            />
          </Field>
        </div>
      </fieldset>
      <Problem>{problem}</Problem>
      <div className="flex flex-wrap gap-3">
        <Submit pending="Taking it in …">Add the picture</Submit>
        <a href="/newsroom/pictures" className="button button-quiet">
          Back
        </a>
      </div>
    </form>
  )
}
