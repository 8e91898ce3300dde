import { Field } from './field.tsx'

/** Why somebody on the desk does what cannot be undone, or what costs money. `typed` is what stood there. */
export function ReasonField({ typed }: { typed: string }) {
  return (
    <Field
      id="why"
      label="Reason"
      hint="Kept in the audit log and shown on this desk; the reader does not see it."
    >
      <textarea
        id="why"
        name="why"
        rows={3}
        required
        maxLength={500}
        defaultValue={typed}
        aria-describedby="why-hint"
        className="field"
      />
    </Field>
  )
}
