/**
 * Cuts the typefaces: `node app/styles/fonts/make.ts` writes the files beside this one. They hold what
 * `fonts.css` says they hold, in the weights and optical sizes that are used. What is not in them, a
 * browser takes from the packages.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont, { type Axes } from 'subset-font'
import { readTables, writeTables } from './sfnt.ts'

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, place) => String.fromCodePoint(from + place)).join('')

/** Of ASCII what stands in code and addresses, and not in a sentence. */
const ofCode = '#*+<=>@[\\]^_`{|}~'

/** What English text is set in. */
const english = `${without(range(0x20, 0x7e), ofCode)}\u00A0£·–—‘’“”…€−`
/** What names and borrowed words in it have besides; in the text cut no file has to come for one `ó`. */
const borrowed = 'Éàáäçèéêíñóöü'
const letters = `${without(range(0xc0, 0xff), '×÷')}ŒœŸ`

/** The parts of a typeface. The same as the kinds of `unicode-range` in `fonts.css`. */
const partsOf = ({ name }: Typeface) => ({
  basic: name === 'serif' ? english + borrowed : english,
  /** The letters of the other languages of western Europe. */
  accents: name === 'serif' ? without(letters, borrowed) : letters,
  /** Their signs, and those of code. */
  signs: `${ofCode}${without(range(0xa1, 0xbf), '£·')}×÷‚„†‡•‰‹›™`,
})

/** The forms that our style sheets ask for; with all that a typeface has it is a tenth larger. */
const features = ['calt', 'ccmp', 'kern', 'liga', 'locl', 'mark', 'mkmk']

type Typeface = {
  name: string
  source: string
  /** What varies in the file, and within which ends. */
  axes: Axes
  /** The one place on its axes from which all weights have their kerning. */
  kernedAt?: Axes
  features?: string[]
}

/** Body text is set in sizes around 22 pixels, headlines in up to 60: each has the cut of its size. */
const typefaces: Typeface[] = [
  {
    name: 'serif',
    source: 'newsreader/files/newsreader-latin-opsz-normal',
    axes: { wght: { min: 400, max: 650 }, opsz: 22 },
    kernedAt: { wght: 400, opsz: 22 },
  },
  {
    name: 'headline',
    source: 'newsreader/files/newsreader-latin-opsz-normal',
    axes: { wght: 520, opsz: 44 },
  },
  {
    name: 'serif-italic',
    source: 'newsreader/files/newsreader-latin-opsz-italic',
    axes: { wght: 400, opsz: 22 },
  },
  {
    name: 'serif-italic-strong',
    source: 'newsreader/files/newsreader-latin-opsz-italic',
    axes: { wght: { min: 401, max: 650 }, opsz: 22 },
    kernedAt: { wght: 600, opsz: 22 },
  },
  {
    name: 'sans',
    source: 'instrument-sans/files/instrument-sans-latin-wght-normal',
    axes: { wght: { min: 400, max: 700 } },
    kernedAt: { wght: 500 },
    features: [...features, 'tnum'],
  },
]

for (const typeface of typefaces) {
  const file = `@fontsource-variable/${typeface.source}.woff2`
  const whole = await readFile(fileURLToPath(import.meta.resolve(file)))
  for (const [part, characters] of Object.entries(partsOf(typeface))) {
    const made = await cut(whole, characters, typeface)
    await writeFile(path.join(import.meta.dirname, `${typeface.name}-${part}.woff2`), made)
    process.stdout.write(`${typeface.name}-${part}  ${(made.length / 1000).toFixed(1)} kB\n`)
  }
}

/**
 * Kerning that varies with the weight is a third of a file, and no eye sees the difference: where a typeface
 * says so, it is taken from one weight. The glyphs of both cuts are the same, in the same order.
 */
async function cut(
  whole: Buffer,
  characters: string,
  { axes, kernedAt, features: keepFeatures = features }: Typeface,
): Promise<Buffer> {
  const options = { targetFormat: 'sfnt', keepFeatures } as const
  const font = await subsetFont(whole, characters, { ...options, variationAxes: axes })
  const one = await subsetFont(whole, characters, {
    ...options,
    variationAxes: kernedAt ?? axes,
  })
  const tables = readTables(font)
  const kerned = readTables(one)
  for (const name of ['GPOS', 'GDEF']) {
    const table = kerned.get(name)
    if (table) tables.set(name, table)
    else tables.delete(name)
  }
  return subsetFont(writeTables(tables, font.readUInt32BE(0)), undefined, {
    targetFormat: 'woff2',
    keepFeatures,
    keepAllGlyphs: true,
    dropTables: ['STAT', 'gasp', 'prep'],
  })
}

function without(characters: string, others: string): string {
  return Array.from(characters)
    .filter((one) => !others.includes(one))
    .join('')
}
