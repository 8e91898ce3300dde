import { geoGraticule } from 'd3-geo'
import { type Area, numberOf } from './area.ts'
import { boxOf, project } from './frame.ts'
import { drawGlobe, globeRoom } from './globe.ts'
import {
  inOrder,
  type Label,
  type Named,
  placeLabels,
  type Room,
  roomAt,
  widthOf,
} from './labels.ts'
import { linesOf, printPath } from './path.ts'
import { printMap } from './print.ts'
import type { World } from './world.ts'

/** A map of a region, as it is kept. */
export type LocatorMap = { svg: string; alt: string; width: number; height: number }

/** The measures of a map: as wide as the head of an article, in the shape of its pictures. */
const SIZE = { width: 800, height: 500 }

/** The two sets of names: for a page beside which there is room, and for a phone, which shows the map at less than half. */
const SETS = { wide: { size: 15, most: 16 }, narrow: { size: 29, most: 6 } }

/**
 * Draws the map that says where a region is: its countries among their neighbours, their names, and where on the
 * globe that is. The same region gives the same bytes. Throws when Natural Earth knows none of its countries.
 */
export function drawLocatorMap(world: World, region: { name: string; area: Area }): LocatorMap {
  const { area, name } = region
  const numbers = new Set(area.countries.map(numberOf))
  const chief = world.countries.filter((one) => one.number !== null && numbers.has(one.number))
  if (chief.length === 0) throw new Error(`${name}: Natural Earth has none of its countries.`)
  const box = boxOf(area, chief)
  const projection = project(box, SIZE)
  const shown = world.countries.flatMap((country) => {
    const lines = linesOf(projection, country.shape)
    return lines.length === 0 ? [] : [{ ...country, lines, chief: chief.includes(country) }]
  })
  const globe = drawGlobe(world, box, SIZE, (room) => cover(shown, room))
  const at = area.label ? (projection(area.label) ?? null) : null
  const place = (set: { size: number; most: number }) =>
    setNames(shown, at && { name, x: at[0], y: at[1] }, globeRoom(globe.x, globe.y), set)
  const svg = printMap(SIZE, {
    grid: printPath(linesOf(projection, geoGraticule().step(stepFor(box))())),
    land: printPath(shown.filter((one) => !one.chief).flatMap(({ lines }) => lines)),
    region: printPath(shown.filter((one) => one.chief).flatMap(({ lines }) => lines)),
    borders: printPath(linesOf(projection, world.borders(numbers, 'others'))),
    within: printPath(linesOf(projection, world.borders(numbers, 'within'))),
    globe,
    wide: { ...place(SETS.wide), size: SETS.wide.size },
    narrow: { ...place(SETS.narrow), size: SETS.narrow.size },
  })
  return { svg, alt: altOf(name, inOrder(shown.filter((one) => one.chief))), ...SIZE }
}

/** Names of one set: that of the region itself, where it has a place, and those of countries. */
export type NameSet = { own: Label | null; countries: Label[] }

function setNames(
  shown: Named[],
  own: { name: string; x: number; y: number } | null,
  inset: Room,
  { size, most }: { size: number; most: number },
): NameSet {
  const large = size * 1.25
  const width = own ? widthOf(own.name, large) : 0
  const room = own && roomAt(own.x, own.y, width, large)
  return {
    own: own && { name: own.name, chief: true, x: Math.round(own.x), y: Math.round(own.y) },
    countries: placeLabels(shown, { ...SIZE, size, most, taken: room ? [inset, room] : [inset] }),
  }
}

/** How many points of the region's edges lie in a part of the map; those of other land count little. */
function cover(shown: Named[], { left, top, right, bottom }: Room): number {
  return shown.reduce(
    (sum, { lines, chief }) =>
      sum +
      lines
        .flatMap(({ points }) => points)
        .filter(([x, y]) => x > left && x < right && y > top && y < bottom).length *
        (chief ? 20 : 1),
    0,
  )
}

const stepFor = ([, south, , north]: [number, number, number, number]): [number, number] =>
  north - south > 40 ? [10, 10] : [5, 5]

/** So many countries are named to who hears of a map and does not see it. */
const MOST_READ_OUT = 8

/** What a map is read out as, in one sentence. */
function altOf(name: string, chief: Named[]): string {
  const names = chief.map((one) => one.name)
  const rest = names.length - MOST_READ_OUT
  const said = rest > 1 ? [...names.slice(0, MOST_READ_OUT), `${rest} other countries`] : names
  return `Locator map, ${name}: ${new Intl.ListFormat('en-GB').format(said)}.`
}
