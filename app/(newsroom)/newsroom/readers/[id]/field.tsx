import type { ReactNode } from 'react'

/** A field of a form on the desk, with its label. */
export function Field(props: { id: string; label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={props.id} className="font-semibold">
        {props.label}
      </label>
      {props.children}
      {props.hint && (
        <p id={`${props.id}-hint`} className="text-[0.9375rem] text-soft">
          {props.hint}
        </p>
      )}
    </div>
  )
}
