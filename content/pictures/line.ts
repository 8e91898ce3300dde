/**
 * Lines and shapes as path data: nothing here knows of colours.
 */
import { clamp, type Random, type Tone } from './ink.ts'

export type Point = readonly [number, number]
export type Curve = readonly Point[]

const short = (value: number): string => String(Math.round(value * 10) / 10)

/** Path data through the points, in steps relative to each other, because that is half as long. */
export function line(points: Curve, close = false): string {
  let [px, py] = [0, 0]
  let data = ''
  for (const [x, y] of points) {
    const [dx, dy] = [Math.round((x - px) * 10) / 10, Math.round((y - py) * 10) / 10]
    data += data === '' ? `M${short(x)} ${short(y)}l` : `${short(dx)} ${short(dy)} `
    if (data.endsWith('l')) [px, py] = [Math.round(x * 10) / 10, Math.round(y * 10) / 10]
    else [px, py] = [px + dx, py + dy]
  }
  return data + (close ? 'z' : '')
}

/** A closed shape. All turn the same way, so that shapes of one block add up and cut no holes. */
export const polygon = (points: Curve): string =>
  line(turning(points) < 0 ? points.toReversed() : points, true)

function turning(points: Curve): number {
  let area = 0
  let from = points.at(-1) ?? [0, 0]
  for (const to of points) {
    area += from[0] * to[1] - to[0] * from[1]
    from = to
  }
  return area
}

export const box = (x: number, y: number, width: number, height: number): string =>
  polygon([
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ])

export const disc = (x: number, y: number, radius: number): string =>
  polygon(arc(x, y, radius, 0, Math.PI * 2, 96))

/** Points on a circle from one angle to another; y grows downwards, so angles turn clockwise. */
export function arc(
  x: number,
  y: number,
  radius: number,
  from: number,
  to: number,
  steps = 48,
): Point[] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = from + ((to - from) * i) / steps
    return [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius]
  })
}

/** A curve through every point without corners (Catmull-Rom), sampled. */
export function through(points: Curve, steps = 12): Point[] {
  const smooth: Point[] = []
  for (const [i, b] of points.entries()) {
    const a = points[i - 1] ?? b
    const c = points[i + 1]
    if (!c) break
    const d = points[i + 2] ?? c
    for (let s = 0; s < steps; s++) smooth.push(between4(a, b, c, d, s / steps))
  }
  const last = points.at(-1)
  return last ? [...smooth, last] : smooth
}

function between4(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const mix = (p: number, q: number, r: number, s: number): number =>
    q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)))
  return [mix(a[0], b[0], c[0], d[0]), mix(a[1], b[1], c[1], d[1])]
}

/** The same curve with its points `step` apart. */
export function even(points: Curve, step: number): Point[] {
  const first = points[0]
  if (!first) return []
  const result: Point[] = [first]
  let from = first
  let owed = step
  for (const to of points.slice(1)) {
    let length = Math.hypot(to[0] - from[0], to[1] - from[1])
    while (length >= owed) {
      from = [
        from[0] + ((to[0] - from[0]) * owed) / length,
        from[1] + ((to[1] - from[1]) * owed) / length,
      ]
      result.push(from)
      length -= owed
      owed = step
    }
    owed -= length
    from = to
  }
  return result
}

/** The points moved sideways by `distance(t)`, with t going from 0 to 1 along the curve. */
export function beside(points: Curve, distance: (t: number, at: Point) => number): Point[] {
  return points.map((p, i) => {
    const a = points[i - 1] ?? p
    const b = points[i + 1] ?? p
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
    const length = Math.hypot(dx, dy) || 1
    const d = distance(i / Math.max(1, points.length - 1), p)
    return [p[0] - (dy / length) * d, p[1] + (dx / length) * d]
  })
}

/** A line whose width changes on its way. */
export function ribbon(points: Curve, width: (t: number, at: Point) => number): string {
  const left = beside(points, (t, at) => width(t, at) / 2)
  const right = beside(points, (t, at) => -width(t, at) / 2)
  return polygon([...left, ...right.toReversed()])
}

/** One mark of the gouge: pointed at both ends, `bend` to one side. */
export function gouge(from: Point, to: Point, width: number, bend = 0): string {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const length = Math.hypot(dx, dy) || 1
  const [nx, ny] = [-dy / length, dx / length]
  const at = (side: number): string =>
    `${short(dx / 2 + nx * (bend + side))} ${short(dy / 2 + ny * (bend + side))}`
  const back = `${short(-dx / 2 + nx * (bend - width))} ${short(-dy / 2 + ny * (bend - width))}`
  return `M${short(from[0])} ${short(from[1])}q${at(width)} ${short(dx)} ${short(dy)}q${back} ${short(-dx)} ${short(-dy)}`
}

export type Etching = {
  /** How dark, so how wide, the line is at a place. */
  tone: Tone
  /** Width where the tone is 1. */
  width: number
  random: Random
  /** Shortest and longest mark; without it a line breaks only where the tone ends. */
  dash?: readonly [number, number]
  gap?: number
  step?: number
  /** Tones under this are left bare. */
  bare?: number
}

/** Draws the rows as an engraver would: lines that swell with the tone and run out in points. */
export function etch(rows: readonly Curve[], etching: Etching): string {
  return rows.map((row) => etchRow(even(row, etching.step ?? 9), etching)).join('')
}

function etchRow(row: Curve, { tone, width, random, dash, gap = 10, step = 9, bare = 0.08 }: Etching) {
  let data = ''
  let run: Point[] = []
  let left = dash ? dash[0] + random() * (dash[1] - dash[0]) * random() : Infinity
  let skip = 0
  const finish = (): void => {
    if (run.length > 2) data += mark(run, tone, width)
    run = []
  }
  for (const point of row) {
    if (skip > 0) {
      skip -= step
      continue
    }
    if (tone(point[0], point[1]) < bare) finish()
    else run.push(point)
    left -= step
    if (dash && left <= 0) {
      finish()
      skip = gap * (0.5 + random())
      left = dash[0] + random() * (dash[1] - dash[0])
    }
  }
  finish()
  return data
}

function mark(run: Curve, tone: Tone, width: number): string {
  const ends = Math.min(0.5, 3 / run.length)
  return ribbon(run, (t, [x, y]) => {
    const taper = Math.sqrt(clamp(Math.min(t, 1 - t) / ends))
    return Math.max(0.3, width * clamp(tone(x, y)) * taper)
  })
}
