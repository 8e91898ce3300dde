import { Problem } from '../../parts/problem.tsx'

/** Asks for the name that stands beside one's comments. */
export function NameField({ typed, problem }: { typed: string; problem: string | null }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor="name" className="font-semibold">
        Your name, as everybody will see it
      </label>
      <input
        id="name"
        name="name"
        autoComplete="name"
        required
        maxLength={60}
        defaultValue={typed}
        aria-describedby="name-hint name-problem"
        aria-invalid={problem !== null}
        className="field"
      />
      <Problem id="name-problem">{problem}</Problem>
      <p id="name-hint" className="text-[0.9375rem] text-soft">
        It stands beside all your comments. You can change it in your account.
      </p>
    </div>
  )
}
