import { SECOND } from '#lib/clock.ts'

/** How long an announced change is waited for; the writer's transaction is over by then or is given up. */
export const PATIENCE = 10 * SECOND

/** What is about to change: nothing of it is kept meanwhile. */
export type Doubts = {
  add: (announcement: number, key: string) => void
  settle: (announcement: number) => void
  /** Gives up what was announced longer ago than `PATIENCE`. */
  forget: () => void
  clear: () => void
  has: (key: string) => boolean
}

/** Keeps doubts by their number, because several may concern one thing. `now` never goes back. */
export function openDoubts(now: () => number): Doubts {
  const open = new Map<number, { key: string; since: number }>()
  const counts = new Map<string, number>()
  const settle = (announcement: number) => {
    const doubt = open.get(announcement)
    if (!doubt) return
    open.delete(announcement)
    const left = (counts.get(doubt.key) ?? 0) - 1
    if (left > 0) counts.set(doubt.key, left)
    else counts.delete(doubt.key)
  }
  return {
    add: (announcement, key) => {
      if (open.has(announcement)) return
      open.set(announcement, { key, since: now() })
      counts.set(key, (counts.get(key) ?? 0) + 1)
    },
    settle,
    forget: () => {
      for (const [announcement, { since }] of open)
        if (now() - since > PATIENCE) settle(announcement)
    },
    clear: () => {
      open.clear()
      counts.clear()
    },
    has: (key) => counts.size > 0 && counts.has(key),
  }
}
