/** Thrown at once when more waits than can be answered in time. */
export class Overloaded extends Error {
  override name = 'Overloaded'
}

/** Work of one kind: so much of it at once, so much may wait, and no more. */
export type Lane = {
  /** Runs the work when there is room. Rejects with `Overloaded` when too much waits already. */
  run: <T>(work: () => Promise<T>) => Promise<T>
  running: () => number
  waiting: () => number
}

/**
 * Opens a lane. Without a bound, a site that gets more than it can render takes ever longer for
 * each page, until nobody gets any; with one, most get a page and the rest hear at once to come back.
 */
export function openLane({ atOnce, waiting: most }: { atOnce: number; waiting: number }): Lane {
  const queue: (() => void)[] = []
  let running = 0
  const leave = () => {
    const next = queue.shift()
    if (next) next()
    else running--
  }
  const enter = async (): Promise<void> => {
    if (running < atOnce) {
      running++
      return
    }
    if (queue.length >= most) throw new Overloaded(`${most} wait already`)
    await new Promise<void>((resolve) => queue.push(resolve))
  }
  return {
    run: async (work) => {
      await enter()
      try {
        return await work()
      } finally {
        leave()
      }
    },
    running: () => running,
    waiting: () => queue.length,
  }
}
