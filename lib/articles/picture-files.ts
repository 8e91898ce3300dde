import { readdirSync } from 'node:fs'
import path from 'node:path'
import { storedSets } from '#lib/pictures/address.ts'

/** What lies beside a picture of this site: in which widths, the narrowest first. */
export type Beside = {
  /** In its own format. */
  own: readonly number[]
  /** In AVIF, a third smaller, for browsers that take it. */
  avif: readonly number[]
}

/** What lies beside each picture of this site, by its address. */
export type PictureFiles = ReadonlyMap<string, Beside>

const sized = /^(.+)\.(\d{2,4})(\.(?:avif|gif|jpe?g|png|webp))$/

/**
 * What lies in `pictures` of the public folder. Beside `name.webp`, `name.720.webp` is the same picture
 * 720 pixels wide, and `name.660.avif` one of 660 in AVIF: a phone need not load more than it shows. No such
 * folder: no such pictures.
 */
export function readPictureFiles(publicFolder: string): PictureFiles {
  const names = readNames(path.join(publicFolder, 'pictures'))
  const found = new Map<string, number[]>()
  for (const name of names) {
    const [, stem = '', width = '', ending = ''] = sized.exec(name) ?? []
    found.set(stem + ending, [...(found.get(stem + ending) ?? []), Number(width)])
  }
  const widths = (name: string) => found.get(name)?.toSorted((a, b) => a - b) ?? []
  return new Map(
    [...names].flatMap((whole) => {
      const { name, ext } = path.parse(whole)
      const own = widths(whole)
      const avif = ext === '.avif' ? [] : widths(`${name}.avif`)
      return own.length + avif.length === 0 ? [] : [[`/pictures/${whole}`, { own, avif }]]
    }),
  )
}

function readNames(folder: string): Set<string> {
  try {
    return new Set(readdirSync(folder))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Set()
    throw error
  }
}

/** Values of `srcset` for one picture. */
export type PictureSets = { own?: string; avif?: string }

/** In which files a picture of this site is offered; for one elsewhere there are none. */
export function pictureSets(
  { src, width: whole }: { src: string; width: number },
  files: PictureFiles,
): PictureSets {
  const stored = storedSets({ src, width: whole })
  if (stored) return { own: stored.webp, avif: stored.avif }
  const { own = [], avif = [] } = files.get(src) ?? {}
  const ending = path.posix.extname(src)
  const stem = src.slice(0, -ending.length)
  const narrower = own.filter((width) => width < whole)
  const small = avif.filter((width) => width <= whole)
  return {
    ...(narrower.length === 0 ? {} : { own: `${setOf(stem, narrower, ending)}, ${src} ${whole}w` }),
    ...(small.length === 0 ? {} : { avif: setOf(stem, small, '.avif') }),
  }
}

function setOf(stem: string, widths: number[], ending: string): string {
  return widths.map((width) => `${stem}.${width}${ending} ${width}w`).join(', ')
}
