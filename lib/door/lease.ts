/** A moment by both clocks, in milliseconds: one that never goes back, and the one on the wall. */
export type Moment = { steady: number; wall: number }

/** Tells the moment; a test passes its own. */
export type Clock = () => Moment

/** The clocks of this machine. The steady one stands still while the machine is suspended. */
export const thisMachine: Clock = () => ({ steady: performance.now(), wall: Date.now() })

/** Something that holds for a while after it was begun, and ends by itself. */
export type Lease = {
  /** It holds from now until its length after `begun`; never shortened by an older beginning. */
  renew: (begun: Moment) => void
  end: () => void
  holds: () => boolean
}

/**
 * A lease of this length. No timer ends it: whoever asks compares the clocks, so a process that was
 * stopped for an hour finds it over at its first instruction. Both clocks must agree, because the
 * steady one misses a suspended machine and the other one may be set back.
 */
export function openLease(milliseconds: number, clock: Clock): Lease {
  let last: Moment | null = null
  return {
    renew: (begun) => {
      if (last === null || begun.steady > last.steady) last = begun
    },
    end: () => {
      last = null
    },
    holds: () => {
      if (last === null) return false
      const { steady, wall } = clock()
      return steady - last.steady < milliseconds && Math.abs(wall - last.wall) < milliseconds
    },
  }
}
