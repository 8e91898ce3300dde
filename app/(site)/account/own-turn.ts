import { HOUR, SECOND } from '#lib/clock.ts'
import { type Limit, takeTurn } from '#lib/limits.ts'
import { appDatabase } from '#lib/runtime.ts'

const changes: Limit = { name: 'own_subscription', points: 60, seconds: HOUR / SECOND }

/** What is said to who asks too often. */
export const tooOften = 'That was tried very often. Please wait a few minutes and try again.'

/**
 * Whether a reader may do one more thing to their own subscription now. Each asks Stripe several
 * times, of which we have so many a second for everybody.
 */
export async function mayAskAgain(readerId: string): Promise<boolean> {
  const { kind } = await takeTurn(appDatabase(), changes, readerId)
  return kind === 'allowed'
}
