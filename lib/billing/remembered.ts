import { MINUTE, SECOND } from '#lib/clock.ts'
import { type StripeGateway, StripeUnavailable } from './gateway.ts'
import { isOutage } from './outage.ts'
import { within } from './within.ts'

const FRESH = 10 * MINUTE

/** How long a page waits for what it has never heard of. */
const GLANCE = SECOND

/** Something Stripe was asked about, under a key of ours. */
type Question<T> = {
  stripe: StripeGateway
  key: string
  now: Date
  ask: () => Promise<T>
}

/**
 * What Stripe said about something that seldom changes. It is asked again after ten minutes, and each
 * time while the answer is not `lasting`, so that a repair is seen at once. While Stripe is down the
 * last answer stands. One answer is kept for each connection.
 */
export function makeMemory<T>(lasting: (answer: T) => boolean) {
  const answers = new WeakMap<StripeGateway, { key: string; at: number; answer: T }>()

  const keptFor = ({ stripe, key }: Question<T>) => {
    const kept = answers.get(stripe)
    return kept?.key === key ? kept : undefined
  }

  /** The answer, fresh or remembered. Throws `StripeUnavailable` when there is neither. */
  async function read(question: Question<T>): Promise<T> {
    const { stripe, key, now, ask } = question
    const kept = keptFor(question)
    if (kept && now.getTime() - kept.at < FRESH && lasting(kept.answer)) return kept.answer
    try {
      const answer = await ask()
      answers.set(stripe, { key, at: now.getTime(), answer })
      return answer
    } catch (error) {
      if (kept && error instanceof StripeUnavailable) return kept.answer
      throw error
    }
  }

  /**
   * The same for a page, which must not wait: an old answer is given at once and renewed behind it;
   * where there is none, null after a second.
   */
  async function glance(question: Question<T>): Promise<T | null> {
    const kept = keptFor(question)
    const reading = within(GLANCE, read(question)).catch((error: unknown) => {
      if (isOutage(error)) return null
      throw error
    })
    if (!kept) return reading
    reading.catch(() => null)
    return kept.answer
  }

  return { read, glance }
}
