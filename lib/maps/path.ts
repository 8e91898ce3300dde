import { geoPath, type GeoPermissibleObjects, type GeoProjection } from 'd3-geo'

/** A line or the edge of a surface, in pixels of the map. */
export type Line = { points: [number, number][]; closed: boolean }

/** Points nearer to each other than this are one, in pixels. */
const FINEST = 1.1

/** What becomes of a shape on the map: its lines as they are clipped there, without points that nobody could tell apart. */
export function linesOf(projection: GeoProjection, shape: GeoPermissibleObjects): Line[] {
  const lines: Line[] = []
  let current: Line = { points: [], closed: false }
  const add = (x: number, y: number) => {
    const last = current.points.at(-1)
    if (!last || Math.hypot(x - last[0], y - last[1]) >= FINEST) current.points.push([x, y])
  }
  geoPath(projection, {
    beginPath: () => undefined,
    arc: () => undefined,
    moveTo: (x, y) => {
      current = { points: [[x, y]], closed: false }
      lines.push(current)
    },
    lineTo: add,
    closePath: () => {
      current.closed = true
    },
  })(shape)
  return lines
}

/** How large a surface is, in square pixels. */
export function surfaceOf(points: Line['points']): number {
  let twice = 0
  for (const [place, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(place + 1) % points.length] ?? [x, y]
    twice += x * nextY - nextX * y
  }
  return Math.abs(twice / 2)
}

/** An island smaller than this many square pixels is left out. */
const SMALLEST = 4

/** The path that draws lines, in half pixels and from point to point, which is short. */
export function printPath(lines: Line[]): string {
  return lines
    .filter(({ points, closed }) => points.length > 1 && (!closed || surfaceOf(points) >= SMALLEST))
    .map(({ points, closed }) => {
      const whole = points.map(([x, y]): [number, number] => [Math.round(x * 2), Math.round(y * 2)])
      const [first = [0, 0], ...others] = whole
      const steps = others.map(([x, y], before) => {
        const [fromX, fromY] = whole[before] ?? first
        return signed(x - fromX) + signed(y - fromY)
      })
      return `M${first[0]} ${first[1]}l${steps.join('').trimStart()}${closed ? 'z' : ''}`
    })
    .join('')
}

/** A minus parts numbers as well as a space does. */
const signed = (value: number) => (value < 0 ? `${value}` : ` ${value}`)
