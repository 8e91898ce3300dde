import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { appDatabase } from '#lib/runtime.ts'

/**
 * Whether what a reader bought may be read from Stripe once more, because they came back from there. Whoever
 * may not sees what we know.
 */
export async function mayReadAgain(readerId: string): Promise<boolean> {
  const { kind } = await takeTurn(appDatabase(), limits.ownReadings, readerId)
  return kind === 'allowed'
}

/** What is said to who asks too often. */
export const tooOften = 'That was tried very often. Please wait a few minutes and try again.'

/**
 * Whether a reader may do one more thing to their own subscription now. Each asks Stripe several
 * times, of which we have so many a second for everybody.
 */
export async function mayAskAgain(readerId: string): Promise<boolean> {
  const { kind } = await takeTurn(appDatabase(), limits.ownSubscription, readerId)
  return kind === 'allowed'
}
