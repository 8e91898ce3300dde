import { geoOrthographic, type GeoPermissibleObjects } from 'd3-geo'
import { type Box, edgeOf } from './frame.ts'
import type { Room } from './labels.ts'
import { linesOf, printPath } from './path.ts'
import type { World } from './world.ts'

/** The inset: where on earth the map is. */
export type Globe = { x: number; y: number; radius: number; land: string; frame: string }

const RADIUS = 54
const GAP = 14

/** Draws the inset in the corner of the map where the least of the region lies. */
export function drawGlobe(
  world: World,
  box: Box,
  size: { width: number; height: number },
  covered: (room: Room) => number,
): Globe {
  const far = RADIUS + GAP
  const corners = [
    [size.width - far, size.height - far],
    [far, size.height - far],
    [size.width - far, far],
    [far, far],
  ] satisfies [number, number][]
  const [[x, y] = [far, far]] = corners.toSorted(
    (a, b) => covered(globeRoom(a[0], a[1])) - covered(globeRoom(b[0], b[1])),
  )
  const [west, south, east, north] = box
  const projection = geoOrthographic()
    .rotate([-(west + (east < west ? east + 360 : east)) / 2, -(south + north) / 2])
    .scale(RADIUS)
    .translate([x, y])
    .clipAngle(90)
  const draw = (shape: GeoPermissibleObjects) => printPath(linesOf(projection, shape))
  const edge = edgeOf(box)
  return {
    x,
    y,
    radius: RADIUS,
    land: draw(world.coarse),
    frame: draw({ type: 'LineString', coordinates: [...edge, ...edge.slice(0, 1)] }),
  }
}

/** The room of the inset whose middle is here. */
export function globeRoom(x: number, y: number): Room {
  const far = RADIUS + 6
  return { left: x - far, right: x + far, top: y - far, bottom: y + far }
}
