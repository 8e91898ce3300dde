import { SECOND } from '#lib/clock.ts'
import type { Changes } from './changes.ts'
import { openFlights } from './flights.ts'

/** What time alone changes in a list (a date that was in the future) is seen so much later. */
const LIFE = 10 * SECOND

/**
 * Keeps what `read` reads of lists, which stand on every page, so that a page that is rendered asks the
 * database only for what is its own. It is read anew after any change of lists; a reading that a change
 * has overtaken is kept for nobody, and nothing is kept while changes are not heard.
 */
export function keepReading<T>(
  changes: Pick<Changes, 'trusted' | 'onChange'>,
  read: () => Promise<T>,
  steady = () => performance.now(),
): () => Promise<T> {
  let kept: { value: T; until: number } | null = null
  const flights = openFlights<T>()
  changes.onChange(({ kind }) => {
    if (kind !== 'lists' && kind !== 'everything') return
    kept = null
    flights.overtake(() => true)
  })
  return async () => {
    if (!changes.trusted()) return read()
    const now = steady()
    if (kept !== null && now < kept.until) return kept.value
    return flights.join('lists', async (overtaken) => {
      const value = await read()
      if (!overtaken() && changes.trusted()) kept = { value, until: now + LIFE }
      return value
    })
  }
}
