import { Problem } from '../../parts/problem.tsx'

type Props = { label: string; typed: string; longest: number; problem: string | null }

/** Where a comment is typed. Longer than it may be is not cut off: the form says so and keeps it. */
export function BodyField({ label, typed, longest, problem }: Props) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor="body" className="font-semibold">
        {label}
      </label>
      <textarea
        id="body"
        name="body"
        rows={9}
        required
        dir="auto"
        defaultValue={typed}
        aria-describedby="body-hint body-problem"
        aria-invalid={problem !== null}
        className="field font-serif text-[1.125rem] leading-normal"
      />
      <Problem id="body-problem">{problem}</Problem>
      <p id="body-hint" className="text-[0.9375rem] text-soft">
        Up to {longest.toLocaleString('en')} characters. Addresses of pages become links. You can
        change it for ten minutes.
      </p>
    </div>
  )
}
