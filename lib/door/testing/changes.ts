import type { Change } from '../change.ts'
import type { Changes } from '../changes.ts'
import { openReach } from '../reach.ts'

/** Changes that a test tells by hand. */
export type ToldByHand = Changes & {
  tell: (change: Change) => void
  trust: (trusted: boolean) => void
  /** Whether the database answers; it does until the test says otherwise. */
  answer: (answers: boolean) => void
  doubt: (key: string | null) => void
}

/** Nobody listens: nothing is trusted until the test says so. */
export function changesByHand(): ToldByHand {
  const listeners = new Set<(change: Change) => void>()
  let trusted = false
  const reach = openReach()
  let doubted: string | null = null
  return {
    trusted: () => trusted,
    database: reach,
    inDoubt: (kind, key) => doubted === `${kind} ${key}`,
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop: () => Promise.resolve(),
    tell: (change) => {
      for (const listener of listeners) listener(change)
    },
    trust: (now) => {
      trusted = now
    },
    answer: (now) => {
      if (now) reach.found()
      else reach.missed()
    },
    doubt: (key) => {
      doubted = key
    },
  }
}

/** The same, trusted from the start. */
export function trustedByHand(): ToldByHand {
  const changes = changesByHand()
  changes.trust(true)
  return changes
}
