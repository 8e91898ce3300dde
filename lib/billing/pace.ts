import { SECOND } from '#lib/clock.ts'

/**
 * As many events a second are processed while their requests wait: a purchase tells of itself in six to
 * eight. What comes faster than that is a flood.
 */
export const QUIET_AT_MOST = 8

/** When events came in lately, in milliseconds by one clock, the oldest first. */
export type Pace = readonly number[]

/**
 * Notes that an event came in at `now`. `quiet` says whether it may be processed at once; in a flood it
 * is stored and answered, and left to the process that has nobody waiting. A clock that was set back
 * begins anew.
 */
export function notePace(pace: Pace, now: number): { pace: Pace; quiet: boolean } {
  const lately = pace.filter((at) => at > now - SECOND && at <= now)
  const noted = [...lately, now].slice(-QUIET_AT_MOST - 1)
  return { pace: noted, quiet: noted.length <= QUIET_AT_MOST }
}
