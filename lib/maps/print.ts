import { unloaded } from '#lib/identity/typefaces.ts'
import { publication } from '#lib/publication.ts'
import type { NameSet } from './draw.ts'
import type { Globe } from './globe.ts'
import { day, type Inks, night } from './inks.ts'
import type { Label } from './labels.ts'

type Drawing = {
  grid: string
  land: string
  region: string
  borders: string
  /** Borders inside the region. */
  within: string
  globe: Globe
  wide: NameSet & { size: number }
  narrow: NameSet & { size: number }
}

/**
 * The map as SVG. Its colours by day and the names of the wide set stand in attributes, so that it shows where its rules
 * are not obeyed; the rules say what is different at night and on a phone. In an `img`, the width of the map itself decides.
 */
export function printMap(size: { width: number; height: number }, drawing: Drawing): string {
  const [width, height] = [size.width * 2, size.height * 2]
  const { globe, wide, narrow } = drawing
  const [x, y, radius] = [globe.x * 2, globe.y * 2, globe.radius * 2]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${size.width}" height="${size.height}">`,
    `<style>${rules}</style>`,
    `<rect class="sea" width="${width}" height="${height}" fill="${day.sea}"/>`,
    `<path class="grid" fill="none" stroke="${day.grid}" stroke-width="2" d="${drawing.grid}"/>`,
    `<path class="land" fill="${day.land}" d="${drawing.land}"/>`,
    `<path class="region" fill="${day.region}" d="${drawing.region}"/>`,
    `<path class="border" fill="none" stroke="${day.border}" stroke-width="2" d="${drawing.borders}"/>`,
    `<path class="within" fill="none" stroke="${day.regionBorder}" stroke-width="2" d="${drawing.within}"/>`,
    names('w', wide, ''),
    names('n', narrow, ' display="none"'),
    `<circle class="rim" cx="${x}" cy="${y}" r="${radius + 6}" fill="${day.paper}"/>`,
    `<circle class="sea" cx="${x}" cy="${y}" r="${radius}" fill="${day.sea}"/>`,
    `<path class="globe" fill="${day.border}" d="${globe.land}"/>`,
    `<path class="mark" fill="none" stroke="${day.mark}" stroke-width="5" d="${globe.frame}"/>`,
    '</svg>',
  ].join('')
}

const SANS = unloaded(publication, 'interface')
const SERIF = unloaded(publication, 'reading')

function names(name: string, { own, countries, size }: Drawing['wide'], more: string): string {
  const [chief, others] = [
    countries.filter((one) => one.chief),
    countries.filter((one) => !one.chief),
  ]
  const halo = `paint-order="stroke" stroke-linejoin="round" stroke-width="${size / 3}"`
  return [
    `<g class="${name}" text-anchor="middle" font-family="${SANS}" font-size="${size * 2}"${more}>`,
    group('chief', chief, `font-weight="600" fill="${day.ink}" stroke="${day.region}" ${halo}`),
    group('other', others, `fill="${day.soft}" stroke="${day.land}" ${halo}`),
    group(
      'own',
      own ? [own] : [],
      `font-family="${SERIF}" font-style="italic" font-size="${size * 2.5}" fill="${day.soft}" stroke="${day.sea}" ${halo}`,
    ),
    '</g>',
  ].join('')
}

const group = (kind: string, labels: Label[], attributes: string) =>
  labels.length === 0 ? '' : `<g class="${kind}" ${attributes}>${labels.map(text).join('')}</g>`

const text = ({ name, x, y }: Label) => `<text x="${x * 2}" y="${y * 2}">${escape(name)}</text>`

const escape = (name: string) => name.replace(/&/g, '&amp;').replace(/</g, '&lt;')

const colours = (inks: Inks) =>
  [
    `.sea{fill:${inks.sea}}.grid{stroke:${inks.grid}}.land{fill:${inks.land}}.region{fill:${inks.region}}`,
    `.border{stroke:${inks.border}}.within{stroke:${inks.regionBorder}}.rim{fill:${inks.paper}}.globe{fill:${inks.border}}.mark{stroke:${inks.mark}}`,
    `.chief{fill:${inks.ink};stroke:${inks.region}}.other{fill:${inks.soft};stroke:${inks.land}}.own{fill:${inks.soft};stroke:${inks.sea}}`,
  ].join('')

const rules = [
  `@media(prefers-color-scheme:dark){${colours(night)}}`,
  `@media(max-width:520px){.w{display:none}.n{display:inline}}`,
].join('')
