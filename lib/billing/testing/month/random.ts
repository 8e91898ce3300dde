/** Chance that can be repeated: the same seed and key give the same draws, on every machine. */
export type Random = {
  /** From 0, below 1. */
  next: () => number
  chance: (probability: number) => boolean
  /** Whole, from `low` to `high`, both included. */
  between: (low: number, high: number) => number
  pick: <T>(from: readonly [T, ...T[]]) => T
  /** One of those whose weight is above 0, in proportion; null when there is none. */
  weighted: <T>(from: readonly (readonly [number, T])[]) => T | null
  shuffled: <T>(from: readonly T[]) => T[]
}

/**
 * A source for one purpose. What is drawn from one source moves no other, so that a change of what one
 * reader does leaves the lives of all others as they were.
 */
export function randomOf(seed: number, ...key: (string | number)[]): Random {
  let state = hash([seed, ...key].join(' '))
  // mulberry32, by Tommy Ettinger (public domain): small, and good enough to decide who cancels.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    chance: (probability) => next() < probability,
    between,
    pick: (from) => from[between(0, from.length - 1)] ?? from[0],
    weighted: (from) => {
      let left = next() * from.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, one] of from) {
        left -= weight
        if (weight > 0 && left < 0) return one
      }
      return null
    },
    shuffled: (from) => {
      const rest = [...from]
      for (let last = rest.length - 1; last > 0; last--) {
        const [taken] = rest.splice(between(0, last), 1)
        if (taken !== undefined) rest.push(taken)
      }
      return rest
    },
  }
}

/** FNV-1a: every character of the key counts. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text)
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return value
}
