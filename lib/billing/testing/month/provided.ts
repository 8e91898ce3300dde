import type { MonthPlan } from './month.ts'

declare module 'vitest' {
  // vitest reads what is provided from this interface, so it cannot be a type.
  // oxlint-disable-next-line typescript/consistent-type-definitions
  export interface ProvidedContext {
    month: MonthPlan
  }
}
