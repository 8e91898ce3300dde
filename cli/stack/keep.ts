import { setTimeout as pause } from 'node:timers/promises'
import type { Child } from './child.ts'

/** Who has run for as long as this is not failing at its start. */
const STEADY_MS = 60_000
const WAITS_MS = [0, 1000, 2000, 5000, 10_000, 30_000]

/** How long to wait before a process is started again that has failed so often in a row. */
export function waitAfter(failures: number): number {
  return WAITS_MS[Math.min(failures, WAITS_MS.length) - 1] ?? 0
}

/** A process that is there until it is stopped. */
export type Kept = {
  /** Of the process that runs now. */
  pid: () => number | undefined
  stop: () => Promise<void>
}

type Keeping = {
  name: string
  start: () => Child
  /** Settles when it does its work; throws when it ended before. */
  ready: (child: Child) => Promise<void>
  say: (line: string) => void
}

/**
 * Starts a process and starts it again whenever it ends by itself: at once the first time, then after a
 * wait that grows to half a minute while it fails within a minute. `first` settles when it does its work for the first
 * time, and fails when it does not come up: then it is not started again.
 */
export function keep({ name, start, ready, say }: Keeping): { first: Promise<Kept> } {
  const stopping = new AbortController()
  let child = start()
  const watch = async () => {
    let failures = 0
    let since = performance.now()
    while (!stopping.signal.aborted) {
      const how = await child.ended
      if (stopping.signal.aborted) return
      failures = performance.now() - since < STEADY_MS ? failures + 1 : 1
      const wait = waitAfter(failures)
      say(`${name} ${how}; it is started again${wait > 0 ? ` in ${wait / 1000} s` : ''}.`)
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      since = performance.now()
      child = start()
      // An end on the way is met by the next turn.
      await ready(child).catch(() => undefined)
    }
  }
  let watching: Promise<void> = Promise.resolve()
  const kept: Kept = {
    pid: () => child.pid,
    stop: async () => {
      stopping.abort()
      await child.stop()
      await watching
    },
  }
  const begin = async () => {
    await ready(child)
    watching = watch()
    return kept
  }
  return { first: begin() }
}
