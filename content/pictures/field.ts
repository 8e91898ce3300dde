/**
 * Families of lines for the engraver to follow, and the level lines of a field.
 */
import type { Tone } from './ink.ts'
import type { Curve, Point } from './line.ts'

/** Lines from left to right, `spacing(y)` apart, each bent by `sway(x, y)`. */
export function levels(
  area: readonly [number, number, number, number],
  spacing: (y: number) => number,
  sway: Tone = () => 0,
): Point[][] {
  const [x0, y0, x1, y1] = area
  const rows: Point[][] = []
  for (let y = y0; y <= y1; y += spacing(y)) {
    const row: Point[] = []
    for (let x = x0; x <= x1; x += 12) row.push([x, y + sway(x, y)])
    rows.push(row)
  }
  return rows
}

/** Straight lines at an angle (radians) that cover the area. */
export function slants(
  area: readonly [number, number, number, number],
  angle: number,
  spacing: number,
): Point[][] {
  const [x0, y0, x1, y1] = area
  const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2]
  const reach = Math.hypot(x1 - x0, y1 - y0) / 2
  const [ux, uy] = [Math.cos(angle), Math.sin(angle)]
  const rows: Point[][] = []
  for (let d = -reach; d <= reach; d += spacing) {
    const [mx, my] = [cx - uy * d, cy + ux * d]
    rows.push([
      [mx - ux * reach, my - uy * reach],
      [mx + ux * reach, my + uy * reach],
    ])
  }
  return rows
}

/** Lines that leave a centre in all directions between two angles. */
export function rays(
  centre: Point,
  radii: readonly [number, number],
  angles: readonly [number, number],
  count: number,
): Point[][] {
  return Array.from({ length: count }, (_, i) => {
    const angle = angles[0] + ((angles[1] - angles[0]) * (i + 0.5)) / count
    const [ux, uy] = [Math.cos(angle), Math.sin(angle)]
    return radii.map((r): Point => [centre[0] + ux * r, centre[1] + uy * r])
  })
}

/**
 * A flat ground seen from a height: `u` to the side and `z` into the distance, both in heights of
 * the eye, become a place on the plate. At z = 1 a unit of `u` is as wide as `eye`.
 */
export function ground(vanishing: Point, eye: number): (u: number, z: number) => Point {
  return (u, z) => [vanishing[0] + (u * eye) / z, vanishing[1] + eye / z]
}

type Edge = 'n' | 'e' | 's' | 'w'
const crossings: Readonly<Record<number, readonly (readonly [Edge, Edge])[]>> = {
  1: [['w', 's']],
  2: [['s', 'e']],
  3: [['w', 'e']],
  4: [['n', 'e']],
  5: [
    ['w', 'n'],
    ['s', 'e'],
  ],
  6: [['n', 's']],
  7: [['w', 'n']],
  8: [['w', 'n']],
  9: [['n', 's']],
  10: [
    ['w', 's'],
    ['n', 'e'],
  ],
  11: [['n', 'e']],
  12: [['w', 'e']],
  13: [['s', 'e']],
  14: [['w', 's']],
}

/** The lines on which the field has the value `level` (marching squares), joined end to end. */
export function contour(
  field: Tone,
  level: number,
  area: readonly [number, number, number, number],
  cell = 10,
): Curve[] {
  const segments: [Point, Point][] = []
  const [x0, y0, x1, y1] = area
  for (let y = y0; y < y1; y += cell) {
    for (let x = x0; x < x1; x += cell) segments.push(...crossingsAt(field, level, x, y, cell))
  }
  return joined(segments)
}

function crossingsAt(field: Tone, level: number, x: number, y: number, cell: number) {
  const nw = field(x, y) - level
  const ne = field(x + cell, y) - level
  const se = field(x + cell, y + cell) - level
  const sw = field(x, y + cell) - level
  const at: Record<Edge, () => Point> = {
    n: () => [x + (cell * nw) / (nw - ne), y],
    e: () => [x + cell, y + (cell * ne) / (ne - se)],
    s: () => [x + (cell * sw) / (sw - se), y + cell],
    w: () => [x, y + (cell * nw) / (nw - sw)],
  }
  const kind = (nw > 0 ? 8 : 0) + (ne > 0 ? 4 : 0) + (se > 0 ? 2 : 0) + (sw > 0 ? 1 : 0)
  return (crossings[kind] ?? []).map(([a, b]): [Point, Point] => [at[a](), at[b]()])
}

const keyOf = ([x, y]: Point): string => `${Math.round(x * 8)},${Math.round(y * 8)}`

/** Chains segments that share an end. Each end belongs to at most two segments. */
function joined(segments: readonly (readonly [Point, Point])[]): Point[][] {
  const byEnd = new Map<string, number[]>()
  for (const [i, segment] of segments.entries()) {
    for (const end of segment) byEnd.set(keyOf(end), [...(byEnd.get(keyOf(end)) ?? []), i])
  }
  const used = new Set<number>()
  const follow = (chain: Point[]): Point[] => {
    for (;;) {
      const tip = chain.at(-1)
      const next = tip && byEnd.get(keyOf(tip))?.find((i) => !used.has(i))
      const segment = next === undefined ? undefined : segments[next]
      if (!tip || !segment || next === undefined) return chain
      used.add(next)
      chain.push(keyOf(segment[0]) === keyOf(tip) ? segment[1] : segment[0])
    }
  }
  const chains: Point[][] = []
  for (const [i, [a, b]] of segments.entries()) {
    if (used.has(i)) continue
    used.add(i)
    chains.push(follow(follow([a, b]).toReversed()))
  }
  return chains
}
