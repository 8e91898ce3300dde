/** The countries of the world, from Natural Earth (public domain) as `world-atlas` packs them. */
import { readFileSync } from 'node:fs'
import type { ExtendedFeature } from 'd3-geo'
import type { MultiPolygon, Polygon } from 'geojson'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { z } from 'zod'

type Names = { name: string }
type Atlas = Topology<{ countries: GeometryCollection<Names>; land: GeometryCollection }>

const atlas = z.custom<Atlas>(
  (value) =>
    z
      .object({
        type: z.literal('Topology'),
        objects: z.object({ countries: z.unknown(), land: z.unknown() }),
      })
      .safeParse(value).success,
)

const read = (address: string): Atlas =>
  atlas.parse(JSON.parse(readFileSync(new URL(address), 'utf8')))

/** A country: its number in ISO 3166-1 (some have none), its short name, its outline. */
export type Country = {
  number: string | null
  name: string
  shape: ExtendedFeature<Polygon | MultiPolygon>
}

/** What maps are drawn from. */
export type World = {
  countries: Country[]
  /** The borders between countries, without coasts: those between two of these numbers, or all others. */
  borders: (numbers: ReadonlySet<string>, kind: 'within' | 'others') => ReturnType<typeof mesh>
  /** The land of the world in few points, for the inset. */
  coarse: ReturnType<typeof coarseLand>
}

const coarseLand = (one: Atlas) => feature(one, one.objects.land)

/** Reads the world: a megabyte of JSON, so once for however many maps. */
export function readWorld(): World {
  const fine = read(import.meta.resolve('world-atlas/countries-50m.json'))
  const { features } = feature(fine, fine.objects.countries)
  return {
    countries: features.flatMap(({ id, properties, geometry }) =>
      geometry.type === 'Polygon' || geometry.type === 'MultiPolygon'
        ? [
            {
              number: id === undefined ? null : String(id),
              name: properties.name,
              shape: { type: 'Feature' as const, properties: {}, geometry },
            },
          ]
        : [],
    ),
    borders: (numbers, kind) =>
      mesh(fine, fine.objects.countries, (a, b) => {
        const within = numbers.has(String(a.id)) && numbers.has(String(b.id))
        return a !== b && within === (kind === 'within')
      }),
    coarse: coarseLand(read(import.meta.resolve('world-atlas/countries-110m.json'))),
  }
}
