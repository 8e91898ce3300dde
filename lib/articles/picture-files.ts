import { readdirSync } from 'node:fs'
import path from 'node:path'

/** For the address of a picture on this site: in which widths it lies beside it, the narrowest first. */
export type PictureFiles = ReadonlyMap<string, readonly number[]>

const narrower = /^(.+)\.(\d{2,4})(\.(?:avif|gif|jpe?g|png|webp))$/

/**
 * What lies in `pictures` of the public folder. Beside `name.webp`, `name.720.webp` is the same picture
 * 720 pixels wide: a phone need not load more than it shows. No such folder: no such pictures.
 */
export function readPictureFiles(publicFolder: string): PictureFiles {
  const names = readNames(path.join(publicFolder, 'pictures'))
  const found = new Map<string, number[]>()
  for (const name of names) {
    const [, stem = '', width = '', ending = ''] = narrower.exec(name) ?? []
    const whole = stem + ending
    if (!names.has(whole)) continue
    const address = `/pictures/${whole}`
    const widths = [...(found.get(address) ?? []), Number(width)]
    found.set(
      address,
      widths.toSorted((a, b) => a - b),
    )
  }
  return found
}

function readNames(folder: string): Set<string> {
  try {
    return new Set(readdirSync(folder))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Set()
    throw error
  }
}

/**
 * The value of `srcset` for a picture: its narrower files and itself. Undefined where there are none,
 * and for a picture elsewhere.
 */
export function pictureSet(
  picture: { src: string; width: number },
  files: PictureFiles,
): string | undefined {
  const widths = files.get(picture.src)?.filter((width) => width < picture.width) ?? []
  if (widths.length === 0) return undefined
  const ending = path.posix.extname(picture.src)
  const stem = picture.src.slice(0, -ending.length)
  return [
    ...widths.map((width) => `${stem}.${width}${ending} ${width}w`),
    `${picture.src} ${picture.width}w`,
  ].join(', ')
}
