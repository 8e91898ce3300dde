import { readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { parse } from 'yaml'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { areaSchema } from './area.ts'
import { drawLocatorMap } from './draw.ts'
import { roomAt, widthOf } from './labels.ts'
import { readWorld } from './world.ts'

const world = readWorld()
const { regions } = z
  .object({ regions: z.array(z.object({ name: z.string(), area: areaSchema })) })
  .parse(parse(readFileSync('content/publication.yaml', 'utf8')))
const maps = regions.map((region) => ({ region, ...drawLocatorMap(world, region) }))

/** The names of one set as they stand in the file, in pixels of the map. */
function namesIn(svg: string, set: 'w' | 'n') {
  const part = svg.slice(
    svg.indexOf(`<g class="${set}"`),
    set === 'w' ? svg.indexOf('<g class="n"') : undefined,
  )
  const size = set === 'w' ? 15 : 29
  return [...part.matchAll(/<text x="(-?\d+)" y="(-?\d+)">([^<]*)<\/text>/g)].map(
    ([, x, y, name = '']) =>
      roomAt(Number(x) / 2, Number(y) / 2 - size * 0.34, widthOf(name, size), size),
  )
}

describe.each(maps.map((map) => [map.region.name, map] as const))('the map of %s', (_name, map) => {
  test.each(['w', 'n'] as const)('has names that stand apart and on the map (%s)', (set) => {
    const rooms = namesIn(map.svg, set)
    expect(rooms.length).toBeGreaterThan(2)
    for (const [place, room] of rooms.entries()) {
      expect(room.left).toBeGreaterThanOrEqual(0)
      expect(room.right).toBeLessThanOrEqual(map.width)
      const touching = rooms.filter(
        (other, at) =>
          at !== place &&
          other.left < room.right - 1 &&
          room.left < other.right - 1 &&
          other.top < room.bottom - 1 &&
          room.top < other.bottom - 1,
      )
      expect(touching).toEqual([])
    }
  })

  test('takes no more than what a picture may on the line of a phone', () => {
    expect(brotliCompressSync(map.svg).length).toBeLessThan(14_600)
  })

  test('says in words what it shows', () => {
    expect(map.alt).toMatch(new RegExp(`^Locator map, ${map.region.name}: .+ and .+\\.$`))
  })
})

test('the same region gives the same bytes, another place others', () => {
  const [first] = maps
  if (!first) throw new Error('There is no region.')
  const { area, name } = first.region
  expect(drawLocatorMap(world, first.region).svg).toBe(first.svg)
  expect(drawLocatorMap(world, { name, area: { ...area, box: [0, 50, 10, 58] } }).svg).not.toBe(
    first.svg,
  )
})

test('a name is text in the file, whatever it is', () => {
  const area = areaSchema.parse({ countries: ['IS'], label: [-19, 62.5] })
  const { svg } = drawLocatorMap(world, { name: '<b>Salt & ice', area })
  expect(svg).toContain('>&lt;b>Salt &amp; ice</text>')
})

test('countries on both sides of the date line are one region', () => {
  const { svg } = drawLocatorMap(world, { name: 'Far ends', area: { countries: ['NZ', 'FJ'] } })
  expect(svg).toContain('New Zealand')
  expect(svg).toContain('Fiji')
})

test.each([
  ['a code that is none', { countries: ['XX'] }],
  ['no country', { countries: [] }],
  ['a box upside down', { countries: ['NL'], box: [0, 60, 10, 50] }],
  ['a box out of the world', { countries: ['NL'], box: [0, 50, 200, 60] }],
])('%s is refused', (_name, area) => {
  expect(areaSchema.safeParse(area).success).toBe(false)
})
