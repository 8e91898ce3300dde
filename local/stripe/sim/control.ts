import { z } from 'zod'
import { invalid } from '../kernel/api-error.ts'
import type { LocalStripe } from '../local-stripe.ts'

/** What a program is told, and what a person. */
export type Done = { answer: object; said: string }

export type Control = {
  pattern: RegExp
  run: (local: LocalStripe, given: unknown, ids: string[]) => Done
}

/** A control at an address, with what it takes. Anything else is refused in a sentence. */
export function control<T>(
  path: string,
  shape: z.ZodType<T>,
  run: (local: LocalStripe, given: T, id: string) => Done,
): Control {
  return {
    pattern: new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`),
    run: (local, given, [id = '']) => {
      const parsed = shape.safeParse(given)
      if (!parsed.success) throw invalid(z.prettifyError(parsed.error))
      return run(local, parsed.data, id)
    },
  }
}
