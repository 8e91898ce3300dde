/**
 * Prints every plate: `node content/pictures/make.ts [slug…]` writes the SVG beside this file
 * and the pictures readers get to public/pictures: the whole one, and beside it narrower ones and all of them
 * in AVIF, named as `lib/articles/picture-files.ts` looks for them.
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

/**
 * Widths and qualities in AVIF. A phone asks for the second: it shows its points so small that more of what
 * is lost stays unseen, and what a phone waits for first is this picture.
 */
const SMALL = [
  [400, 42],
  [660, 39],
  [1080, 50],
  [WIDTH, 50],
] as const

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
  for (const [width, quality] of SMALL)
    sizes.push(await writeSmall(sharp(trimmed).resize(width), quality, `${plate.slug}.${width}.avif`))
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

/** Full colour for every pixel, or the thin red lines turn grey. */
async function writeSmall(picture: Sharp, quality: number, file: string): Promise<number> {
  const { size } = await picture
    .avif({ quality, effort: 9, chromaSubsampling: '4:4:4' })
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
