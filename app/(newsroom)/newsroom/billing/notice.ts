/** What an action told this page in its address. Anybody may write that: only known words are shown. */
export type Said = Partial<Record<'event' | 'replayed' | 'all' | 'settled', string | string[]>>

const outcomes: Record<string, (event: string) => string> = {
  processed: (event) => `${event} was processed.`,
  pending: (event) =>
    `${event} could not be processed just now. It waits for its next attempt; why stands with it.`,
  unknown: () => 'There is no such event any more.',
}

/** The line that says what came of replaying or settling, or null. */
export function noticeOf({ event, replayed, all, settled }: Said): string | null {
  if (settled === 'done') return 'The withdrawal is settled; your name and the time stand with it.'
  if (settled === 'nothing') return 'There was nothing to settle any more.'
  if (typeof all === 'string' && /^\d{1,7}$/.test(all)) {
    if (Number(all) === 0) return 'There was nothing to replay.'
    return `${all} ${all === '1' ? 'event is' : 'events are'} taken up again within seconds. Load this page anew to see what came of it.`
  }
  if (typeof replayed !== 'string' || typeof event !== 'string') return null
  if (!/^evt_\w{1,80}$/.test(event) || !Object.hasOwn(outcomes, replayed)) return null
  return outcomes[replayed]?.(event) ?? null
}
