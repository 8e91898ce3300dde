/**
 * Where a picture is: `/pictures/{name}/{width}.{format}`. The name is made from its content and says
 * nothing of it. Pure, so that pages, the importer and the door read the same address alike.
 */
import { createHash } from 'node:crypto'

/** In what a picture is offered. AVIF is a third smaller; WebP is what everything shows. */
export const formats = ['avif', 'webp'] as const
export type Format = (typeof formats)[number]

/** The files of one picture. */
export type Variant = { width: number; format: Format }

/**
 * In pixels: a card, a phone's width, a phone with more pixels or a card on a fine screen, a column, and the widest
 * place of the site on a fine screen. Pages know the files of a picture from its width and this list alone:
 * who changes it has to make the files of all pictures anew.
 */
const LADDER = [400, 720, 1080, 1600]

/** Wider than this nothing is shown, and so nothing is kept. */
export const WIDEST = 2080

/** In which widths a picture of this width lies ready, the narrowest first. The last is the whole of it. */
export function widthsOf(width: number): number[] {
  return [...LADDER.filter((one) => one < width), width]
}

/** The name of a file's picture: the first half of its SHA-256. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32)
}

/** The address of one file of a picture. */
export function addressOf(hash: string, { width, format }: Variant): string {
  return `/pictures/${hash}/${width}.${format}`
}

/** The name of a file in the storage. */
export const nameOf = (hash: string, { width, format }: Variant) => `${hash}/${width}.${format}`

const written = /^\/pictures\/([0-9a-f]{32})\/([1-9]\d{0,3})\.(avif|webp)$/

/** Reads such an address; null for every other, in whatever spelling. */
export function readPictureAddress(path: string): ({ hash: string } & Variant) | null {
  const [, hash, width, format] = written.exec(path) ?? []
  if (hash === undefined || (format !== 'avif' && format !== 'webp')) return null
  return { hash, width: Number(width), format }
}

/** Values of `srcset` for the two formats of a stored picture; null for a picture that is not one. */
export function storedSets({
  src,
  width,
}: {
  src: string
  width: number
}): Record<Format, string> | null {
  const read = readPictureAddress(src)
  if (!read) return null
  const set = (format: Format) =>
    widthsOf(width)
      .map((one) => `${addressOf(read.hash, { width: one, format })} ${one}w`)
      .join(', ')
  return { avif: set('avif'), webp: set('webp') }
}
