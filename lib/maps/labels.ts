import { type Line, surfaceOf } from './path.ts'

/** Where something takes room on the map, in pixels. */
export type Room = { left: number; top: number; right: number; bottom: number }

/** What wants a name: where its land lies on the map, and how much it matters. */
export type Named = { name: string; lines: Line[]; chief: boolean }

/** A name that has found its place. `x` is its middle, `y` its base line. */
export type Label = { name: string; x: number; y: number; chief: boolean }

export type Setting = {
  width: number
  height: number
  /** The size of the type, and how many names there may be. */
  size: number
  most: number
  /** Room that is taken already. */
  taken: Room[]
}

/**
 * Finds places for names: those of the region first, then the larger countries. A name stands inside its
 * country where it fits there; of the region's countries it may stand out over the edge. It never touches
 * another name, nor the edge of the map; one that finds no place is left out.
 */
export function placeLabels(named: Named[], setting: Setting): Label[] {
  const taken = [...setting.taken]
  const placed: Label[] = []
  for (const { name, chief, lines } of inOrder(named)) {
    if (placed.length >= setting.most) break
    const [ring] = lines.toSorted((a, b) => surfaceOf(b.points) - surfaceOf(a.points))
    if (!ring) continue
    const width = widthOf(name, setting.size)
    if (!chief && surfaceOf(ring.points) < width * setting.size) continue
    const found = spots(ring.points, width)
      .filter(({ inside }) => inside >= (chief ? 0.2 : 0.9))
      .map(({ x, y }) => ({ x, y, room: roomAt(x, y, width, setting.size) }))
      .find(({ room }) => isOnMap(room, setting) && !taken.some((other) => touch(other, room)))
    if (!found) continue
    taken.push(found.room)
    placed.push({
      name,
      chief,
      x: Math.round(found.x),
      y: Math.round(found.y + setting.size * 0.34),
    })
  }
  return placed
}

const total = (lines: Line[]) => lines.reduce((sum, { points }) => sum + surfaceOf(points), 0)

/** Those of the region first, and the larger first. */
export function inOrder<One extends Named>(named: One[]): One[] {
  return named.toSorted(
    (a, b) => Number(b.chief) - Number(a.chief) || total(b.lines) - total(a.lines),
  )
}

/** So wide is a letter on average, as a part of the size: a little more than in the faces that may be there. */
const LETTER = 0.58

/** How wide a name is, in pixels, by a cautious guess: nobody knows which face shows it. */
export const widthOf = (name: string, size: number) => name.length * size * LETTER

/** The room that a name takes whose middle is here. */
export function roomAt(x: number, y: number, width: number, size: number): Room {
  const [beside, above] = [width / 2 + size * 0.3, size * 0.7]
  return { left: x - beside, right: x + beside, top: y - above, bottom: y + above }
}

const touch = (a: Room, b: Room) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

const MARGIN = 6

const isOnMap = ({ left, top, right, bottom }: Room, { width, height }: Setting) =>
  left >= MARGIN && top >= MARGIN && right <= width - MARGIN && bottom <= height - MARGIN

type Spot = {
  x: number
  y: number
  /** How much of the name is over its land, from 0 to 1. */ inside: number
  score: number
}

const STEPS = 14

/** Places for a name of this width inside a ring, the roomiest first. */
function spots(ring: Line['points'], width: number): Spot[] {
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)]
  const [left, right, top, bottom] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ]
  const found: Spot[] = []
  for (let row = 1; row < STEPS; row += 1)
    for (let column = 1; column < STEPS; column += 1) {
      const x = left + ((right - left) * column) / STEPS
      const y = top + ((bottom - top) * row) / STEPS
      if (!isInside(ring, x, y)) continue
      const along = [-0.5, -0.25, 0, 0.25, 0.5].filter((part) =>
        isInside(ring, x + part * width, y),
      )
      const inside = along.length / 5
      found.push({ x, y, inside, score: inside * 1000 + distanceToEdge(ring, x, y) })
    }
  return found.toSorted((a, b) => b.score - a.score)
}

/** Whether a point is inside a ring: how many of its sides are to the right of it. Asked a hundred thousand times for a map. */
function isInside(ring: Line['points'], x: number, y: number): boolean {
  let inside = false
  let before = ring.at(-1)
  for (const point of ring) {
    const [aX, aY] = point
    const [bX, bY] = before ?? point
    if (aY > y !== bY > y && x < ((bX - aX) * (y - aY)) / (bY - aY) + aX) inside = !inside
    before = point
  }
  return inside
}

function distanceToEdge(ring: Line['points'], x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY
  for (const [otherX, otherY] of ring)
    least = Math.min(least, (otherX - x) ** 2 + ((otherY - y) * 1.6) ** 2)
  return Math.sqrt(least)
}
