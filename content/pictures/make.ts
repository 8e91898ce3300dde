/**
 * Prints every plate: `node content/pictures/make.ts [slug…]` writes the SVG beside this file
 * and the pictures readers get to public/pictures: the whole one, and narrower ones beside it, named
 * as `lib/articles/picture-files.ts` looks for them.
 */
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
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

/** In pixels: a card, a phone's whole width, and a phone with more pixels or a card on a fine screen. */
const NARROWER = [400, 720, 1080]

async function render(plate: Plate): Promise<number[]> {
  const svg = print(plate)
  await writeFile(path.join(here, `${plate.slug}.svg`), svg)
  const trimmed = await sharp(Buffer.from(svg))
    .extract({ left: BLEED, top: BLEED, width: WIDTH, height: HEIGHT })
    .png()
    .toBuffer()
  const sizes = [await write(sharp(trimmed), `${plate.slug}.webp`)]
  for (const width of NARROWER)
    sizes.push(await write(sharp(trimmed).resize(width), `${plate.slug}.${width}.webp`))
  return sizes
}

/** Sixteen colours without loss are smaller than all of them with some, and the edges stay clean. */
async function write(picture: Sharp, file: string): Promise<number> {
  const sixteen = await picture
    .png({ palette: true, colours: 16, dither: 0, effort: 10 })
    .toBuffer()
  const { size } = await sharp(sixteen)
    .webp({ lossless: true, effort: 6 })
    .toFile(path.join(pictures, file))
  return size
}

const wanted = process.argv.slice(2)
for (const plate of await loadPlates()) {
  if (wanted.length > 0 && !wanted.includes(plate.slug)) continue
  const sizes = await render(plate)
  process.stdout.write(
    `${plate.slug}  ${sizes.map((size) => `${Math.round(size / 1024)} kB`).join(', ')}\n`,
  )
}
