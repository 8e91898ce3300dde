/**
 * Prints every plate: `node content/pictures/make.ts [slug…]` writes the SVG beside this file
 * and the picture readers get to public/pictures.
 */
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { BLEED, HEIGHT, type Plate, print, WIDTH } from './plate.ts'

const here = import.meta.dirname
const pictures = path.join(here, '../../public/pictures')

async function loadPlates(): Promise<Plate[]> {
  const files = (await readdir(path.join(here, 'plates'))).sort()
  const plates: Plate[] = []
  for (const file of files) {
    const module: { plate: Plate } = await import(`./plates/${file}`)
    plates.push(module.plate)
  }
  return plates
}

async function render(plate: Plate): Promise<number> {
  const svg = print(plate)
  await writeFile(path.join(here, `${plate.slug}.svg`), svg)
  const sixteen = await sharp(Buffer.from(svg))
    .extract({ left: BLEED, top: BLEED, width: WIDTH, height: HEIGHT })
    .png({ palette: true, colours: 16, dither: 0, effort: 10 })
    .toBuffer()
  const { size } = await sharp(sixteen)
    .webp({ lossless: true, effort: 6 })
    .toFile(path.join(pictures, `${plate.slug}.webp`))
  return size
}

const wanted = process.argv.slice(2)
for (const plate of await loadPlates()) {
  if (wanted.length > 0 && !wanted.includes(plate.slug)) continue
  const size = await render(plate)
  process.stdout.write(`${plate.slug}  ${Math.round(size / 1024)} kB\n`)
}
