import fc from 'fast-check'
import { inject, test } from 'vitest'

/** With which seed values are drawn, how many for each property, and where in them to begin. */
export type FuzzPlan = {
  seed: number
  /** Null: as many as each property takes in `npm test`. */
  runs: number | null
  /** Of a counterexample that was printed: it is tried at once, as small as it was found. */
  path: string | null
}

declare module 'vitest' {
  // vitest reads what is provided from this interface, so it cannot be a type.
  // oxlint-disable-next-line typescript/consistent-type-definitions
  export interface ProvidedContext {
    fuzz: FuzzPlan
  }
}

type Fuzzed<T> = {
  values: fc.Arbitrary<T>
  /** What was found once, or is known from elsewhere, by what it is: each is a test of its own, before all others. */
  kept?: Readonly<Record<string, T>>
  /** How many values `npm test` draws. */
  runs: number
}

/**
 * A test that something holds for all values. They are drawn anew in each run of the tests; the seed is
 * printed in any case, and `npm run fuzz -- --seed N` draws the same again. A value for which it does not
 * hold is made as small as can be and printed: put it into the `*.cases.ts` beside the test.
 */
export function fuzz<T>(
  name: string,
  { values, kept = {}, runs }: Fuzzed<T>,
  holds: (value: T) => void | Promise<void>,
): void {
  const { seed, path, runs: asked } = inject('fuzz')
  const numRuns = asked ?? runs
  // A long run takes as long as it takes.
  const patience = asked === null ? {} : { timeout: 0 }
  // Titles and assertions come from whoever calls this.
  /* oxlint-disable vitest/expect-expect, vitest/valid-title */
  for (const [what, value] of Object.entries(kept))
    test(`${name}: ${what}`, async () => {
      await holds(value)
    })
  test(name, patience, async () => {
    const property = fc.asyncProperty(values, async (value) => {
      await holds(value)
    })
    const outcome = await fc.check(property, { seed, numRuns, ...(path === null ? {} : { path }) })
    if (!outcome.failed) {
      process.stdout.write(`fuzz: ${name}: ${outcome.numRuns} values, seed ${seed}\n`)
      return
    }
    const again = `npm run fuzz -- --only ${JSON.stringify(name)} --seed ${seed} --path ${outcome.counterexamplePath}`
    const found = fc.stringify(outcome.counterexample?.[0])
    throw new Error(`It does not hold for ${found}.\nAgain: ${again}`, {
      cause: outcome.errorInstance,
    })
  })
}
