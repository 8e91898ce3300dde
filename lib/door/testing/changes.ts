import type { Change } from '../change.ts'
import type { Changes } from '../changes.ts'

/** Changes that a test tells by hand. */
export type ToldByHand = Changes & {
  tell: (change: Change) => void
  trust: (trusted: boolean) => void
  doubt: (key: string | null) => void
}

/** Nobody listens: nothing is trusted until the test says so. */
export function changesByHand(): ToldByHand {
  const listeners = new Set<(change: Change) => void>()
  let trusted = false
  let doubted: string | null = null
  return {
    trusted: () => trusted,
    databaseAnswers: () => true,
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
    doubt: (key) => {
      doubted = key
    },
  }
}
