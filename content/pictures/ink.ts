/**
 * What every plate is printed with: the inks, and chance that falls the same way each time.
 */

/** The inks of the series. A plate uses the paper and at most four of them. */
export const inks = {
  ink: '#10302f',
  paper: '#f3ede1',
  red: '#d8442b',
  slate: '#4c6b6f',
  mist: '#a9bab4',
  brass: '#c79a3b',
} as const

export type Random = () => number

/** How dark a place is, from 0 (bare paper) to 1 (solid ink). */
export type Tone = (x: number, y: number) => number

/** A stream of numbers in [0, 1) that is the same on every machine (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export const between = (random: Random, low: number, high: number): number =>
  low + (high - low) * random()

export const clamp = (value: number, low = 0, high = 1): number =>
  Math.min(high, Math.max(low, value))

/** Goes from 0 at `low` to 1 at `high` without corners; `low` may be the larger. */
export function ease(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low))
  return t * t * (3 - 2 * t)
}

function lattice(seed: number, x: number, y: number): number {
  let h = Math.imul(x, 374761393) + Math.imul(y, 668265263) + Math.imul(seed, 1274126177)
  h = Math.imul(h ^ (h >>> 13), 1274126177)
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296
}

/** Smooth noise in [0, 1], one bump to each unit of x and y. */
export function noise(seed: number): Tone {
  return (x, y) => {
    const [i, j] = [Math.floor(x), Math.floor(y)]
    const [u, v] = [ease(0, 1, x - i), ease(0, 1, y - j)]
    const top = lattice(seed, i, j) * (1 - u) + lattice(seed, i + 1, j) * u
    const bottom = lattice(seed, i, j + 1) * (1 - u) + lattice(seed, i + 1, j + 1) * u
    return top * (1 - v) + bottom * v
  }
}

/** Noise with smaller bumps on the larger ones, in [0, 1]. */
export function rough(seed: number, octaves = 4): Tone {
  const layers = Array.from({ length: octaves }, (_, i) => noise(seed + i * 101))
  return (x, y) => {
    let sum = 0
    let weight = 0
    for (const [i, layer] of layers.entries()) {
      sum += layer(x * 2 ** i, y * 2 ** i) / 2 ** i
      weight += 1 / 2 ** i
    }
    return sum / weight
  }
}
