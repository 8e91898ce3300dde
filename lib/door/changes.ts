import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { SECOND } from '#lib/clock.ts'
import { log } from '#lib/log.ts'
import type { Change } from './change.ts'
import { openDoubts } from './doubts.ts'
import { openLease, thisMachine } from './lease.ts'
import { listenOnce, type Listening } from './listening.ts'
import { openReach, type Reach } from './reach.ts'

/** How long what is kept may be believed after a beat was sent that came back. SQL waits half a second more. */
const LEASE = 2 * SECOND
/** The shortest and the longest wait before another connection is tried. */
const WAIT = { first: 50, most: SECOND }

/** What PostgreSQL says about changes, to whoever keeps something in memory. */
export type Changes = {
  /**
   * Whether every change that was committed until now, but for the last two seconds of a connection
   * that is gone without a word, has been told. Asked at each use of what is kept.
   */
  trusted: () => boolean
  /** Whether the database is within reach, and how to wait for it no longer than it is. */
  database: Pick<Reach, 'answers' | 'next' | 'whileItAnswers'>
  /**
   * Whether a change of this is announced and not committed yet: what is read of it now must be used
   * once and not be kept. What was kept has been dropped by a change told to the listeners.
   */
  inDoubt: (kind: 'reader' | 'session' | 'article', key: string) => boolean
  /** Calls the listener with each change, at once; returns how to end that. */
  onChange: (listener: (change: Change) => void) => () => void
  stop: () => Promise<void>
}

/**
 * Listens for changes on a connection of its own, for ever: one that is lost is replaced, and before
 * anything is trusted again `everything` is told. The protocol and its proof: lib/door/README.md.
 */
export function listenForChanges(databaseUrl: string, { clock = thisMachine } = {}): Changes {
  const listeners = new Set<(change: Change) => void>()
  const stopping = new AbortController()
  const state: Listening = {
    databaseUrl,
    clock,
    instance: randomUUID(),
    trust: openLease(LEASE, clock),
    reach: openReach(),
    doubts: openDoubts(() => clock().steady),
    tell: (change) => {
      for (const listener of listeners) listener(change)
    },
    stopping: stopping.signal,
    beats: 0,
  }
  const ended = keepListening(state)
  return {
    trusted: state.trust.holds,
    database: state.reach,
    inDoubt: (kind, key) => state.doubts.has(`${kind} ${key}`),
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop: async () => {
      stopping.abort()
      state.trust.end()
      await ended
      // Nobody asks any more, so nobody may wait for what is said next.
      state.reach.missed()
    },
  }
}

async function keepListening(state: Listening): Promise<void> {
  const signal = state.stopping
  let wait = WAIT.first
  let down = false
  let inVain = false
  while (!signal.aborted) {
    try {
      await listenOnce(state, () => {
        if (down) log().info('changes are heard again')
        down = false
        inVain = false
        wait = WAIT.first
      })
    } catch (error) {
      // After a pause of this process the time for a connection is over at once, whoever would answer.
      if (inVain || !isTimeout(error)) state.reach.missed()
      inVain = true
      if (!down) log().warn({ err: error }, 'changes are not heard; nothing kept is trusted')
      down = true
    }
    await pause(wait, undefined, { signal, ref: false }).catch(() => undefined)
    wait = Math.min(wait * 2, WAIT.most)
  }
}

const isTimeout = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'CONNECT_TIMEOUT'
