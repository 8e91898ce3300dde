/**
 * Cuts the typefaces: `node app/styles/fonts/make.ts` writes the files beside this one. They hold what
 * `fonts.css` says they hold, in the weights that are used; the look is the whole typeface's, with its
 * optical sizes. What is not in them, a browser takes from the packages.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, place) => String.fromCodePoint(from + place)).join('')

/** What English text is set in. The same as the first `unicode-range` of `fonts.css`. */
const basic = `${range(0x20, 0x7e)}\u00A0£§©·×–—‘’“”…€−`
/** The letters and signs of the other languages of western Europe. */
const western = `${range(0xa1, 0xff)}ŒœŸ‚„†‡•‰‹›™`

const serif = { wght: { min: 400, max: 650 }, opsz: { min: 16, max: 72 } }
const typefaces = [
  { source: 'newsreader/files/newsreader-latin-opsz-normal', name: 'serif', variationAxes: serif },
  {
    source: 'newsreader/files/newsreader-latin-wght-italic',
    name: 'serif-italic',
    variationAxes: { wght: serif.wght },
  },
  {
    source: 'instrument-sans/files/instrument-sans-latin-wght-normal',
    name: 'sans',
    variationAxes: { wght: { min: 400, max: 700 } },
  },
]

for (const { source, name, variationAxes } of typefaces) {
  const file = fileURLToPath(import.meta.resolve(`@fontsource-variable/${source}.woff2`))
  const whole = await readFile(file)
  for (const [part, characters] of Object.entries({ basic, western })) {
    const cut = await subsetFont(whole, characters, { targetFormat: 'woff2', variationAxes })
    await writeFile(path.join(import.meta.dirname, `${name}-${part}.woff2`), cut)
    process.stdout.write(`${name}-${part}  ${Math.round(cut.length / 1000)} kB\n`)
  }
}
