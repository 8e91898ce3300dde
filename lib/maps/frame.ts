import { geoAzimuthalEqualArea, geoArea, geoBounds, type GeoProjection } from 'd3-geo'
import type { Position } from 'geojson'
import type { Area } from './area.ts'
import type { Country } from './world.ts'

/** West, south, east, north, in degrees. */
export type Box = [number, number, number, number]

/** Of a country, an island far away that is this much smaller than the largest part does not count for the frame. */
const MINOR = 0.15

/** How much room there is around countries, as a part of their width and height, and in degrees at least. */
const ROOM = { share: 0.14, least: 1 }

/** What the map of an area shows: its box, or its countries (without what they have overseas) and some room. */
export function boxOf({ box }: Area, countries: Country[]): Box {
  if (box) return box
  const [[west, south], [east, north]] = geoBounds({
    type: 'MultiPolygon',
    coordinates: countries.flatMap(mainParts),
  })
  const width = (east - west + 360) % 360 || 360
  const [besides, above] = [
    Math.max(ROOM.least, width * ROOM.share),
    Math.max(ROOM.least, (north - south) * ROOM.share),
  ]
  return [
    west - besides,
    Math.max(-89, south - above),
    west + width + besides,
    Math.min(89, north + above),
  ]
}

function mainParts({ shape: { geometry } }: Country): Position[][][] {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const sizes = parts.map((coordinates) => geoArea({ type: 'Polygon', coordinates }))
  const largest = Math.max(...sizes)
  return parts.filter((_, place) => (sizes[place] ?? 0) >= largest * MINOR)
}

/** The projection that shows a box on so many pixels: true in its areas, with the middle of the box in its middle. */
export function project(
  box: Box,
  { width, height }: { width: number; height: number },
): GeoProjection {
  const [west, south, east, north] = box
  const middle: [number, number] = [
    (west + (east < west ? east + 360 : east)) / 2,
    (south + north) / 2,
  ]
  return geoAzimuthalEqualArea()
    .rotate([-middle[0], -middle[1]])
    .clipAngle(90)
    .precision(0.5)
    .fitExtent(
      [
        [0, 0],
        [width, height],
      ],
      { type: 'MultiPoint', coordinates: edgeOf(box) },
    )
    .clipExtent([
      [-4, -4],
      [width + 4, height + 4],
    ])
}

/** A place, on whatever turn around the world its longitude was counted. */
const at = (longitude: number, latitude: number): Position => [
  ((longitude + 540) % 360) - 180,
  latitude,
]

/** Points on the edge of a box: a parallel bends on the map, so corners are not enough. */
export function edgeOf([west, south, east, north]: Box): Position[] {
  const width = east < west ? east + 360 - west : east - west
  const steps = Array.from({ length: 13 }, (_, step) => step / 12)
  return [
    ...steps.map((part) => at(west + part * width, south)),
    ...steps.map((part) => at(west + width, south + part * (north - south))),
    ...steps.map((part) => at(west + (1 - part) * width, north)),
    ...steps.map((part) => at(west, north - part * (north - south))),
  ]
}
