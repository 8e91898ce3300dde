/** Opens a typeface as Fontsource packs it: a file for each part of its characters, with axes that vary. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Blob, Face as Tables, Font, Variation } from 'harfbuzzjs'
import decompress from 'wawoff2/decompress.js'
import { z } from 'zod'

/** One file of a typeface, at one place on its axes. */
export type FacePart = { font: Font; unitsPerEm: number; covers: ReadonlySet<number> }

/** A word as it is set, in parts of the size of its type: its width, and its outlines for each glyph. */
export type SetWord = {
  width: number
  glyphs: { path: string; x: number; y: number; unit: number }[]
}

/** A typeface in one cut. Parts that come first are asked first. What was set once is known: a headline is tried in many sizes. */
export type Face = { parts: FacePart[]; known: Map<string, SetWord> }

const metadata = z.object({
  id: z.string(),
  defSubset: z.string(),
  variable: z.record(z.string(), z.object({ min: z.coerce.number(), max: z.coerce.number() })),
})
const subsets = z.record(z.string(), z.string())

/** Opens a typeface of a package at these places on its axes; an axis that it does not have is passed over. */
export async function openFace(name: string, axes: Record<string, number>): Promise<Face> {
  const { id, defSubset, variable } = metadata.parse(await readJson(`${name}/metadata.json`))
  const names = Object.keys(subsets.parse(await readJson(`${name}/unicode.json`)))
  const places = Object.entries(axes).flatMap(([axis, value]) => {
    const ends = variable[axis]
    return ends ? [{ axis, value: Math.min(ends.max, Math.max(ends.min, value)) }] : []
  })
  const file = places.some(({ axis }) => axis === 'opsz') ? 'opsz' : 'wght'
  const parts: FacePart[] = []
  for (const subset of names.toSorted((a) => (a === defSubset ? -1 : 0))) {
    const packed = await readFile(placeOf(`${name}/files/${id}-${subset}-${file}-normal.woff2`))
    parts.push(openPart(await decompress(packed), places))
  }
  return { parts, known: new Map() }
}

function openPart(bytes: Uint8Array, places: { axis: string; value: number }[]): FacePart {
  const tables = new Tables(new Blob(bytes))
  const font = new Font(tables)
  font.setVariations(places.map(({ axis, value }) => new Variation(axis, value)))
  return { font, unitsPerEm: tables.upem, covers: new Set(tables.collectUnicodes()) }
}

const placeOf = (file: string) => fileURLToPath(import.meta.resolve(file))

const readJson = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(placeOf(file), 'utf8'))
