import type { StripeGateway } from './gateway.ts'

/** A set-up of one Stripe account while it runs. What had to be changed is said in `changes`. */
export type Setup = {
  stripe: StripeGateway
  /** Only says what it would do: nothing is sent that changes anything. */
  dryRun: boolean
  changes: string[]
}

/** Notes a change and makes it, unless this is a dry run; then null. */
export async function change<T>(
  setup: Setup,
  sentence: string,
  make: () => Promise<T>,
): Promise<T | null> {
  setup.changes.push(sentence)
  return setup.dryRun ? null : make()
}
