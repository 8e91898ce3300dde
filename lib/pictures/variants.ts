/** Makes the files of a picture: once, when it is taken in. */
import sharp, { type Sharp } from 'sharp'
import { type Format, formats, type Variant, WIDEST, widthsOf } from './address.ts'
import { type CheckedPicture, reading } from './check.ts'

/** A picture as it will be served: its measures and all its files. */
export type MadePicture = {
  width: number
  height: number
  files: (Variant & { bytes: Buffer })[]
}

/** Qualities at which a photograph looks like itself; what is drawn keeps its edges. */
const encoders: Record<Format, (one: Sharp) => Sharp> = {
  avif: (one) => one.avif({ quality: 55, effort: 3 }),
  webp: (one) => one.webp({ quality: 80, effort: 4, smartSubsample: true }),
}

/**
 * Decodes a picture that `checkPicture` has found good and makes every file of it anew: upright, in sRGB, without
 * anything that stood beside the pixels (EXIF, where it was taken, previews, comments, what was hidden behind the
 * end). Null when it turns out to be damaged.
 */
export async function makeVariants(
  bytes: Uint8Array,
  { width: whole }: Pick<CheckedPicture, 'width'>,
): Promise<MadePicture | null> {
  const decoded = await decode(bytes, Math.min(whole, WIDEST))
  if (decoded === null) return null
  const { data, info } = decoded
  const raw = { width: info.width, height: info.height, channels: info.channels }
  const files: MadePicture['files'] = []
  // One after the other: each already takes as many cores as libvips is given.
  for (const width of widthsOf(info.width))
    for (const format of formats) {
      const resized = sharp(data, { raw }).resize(width)
      files.push({ width, format, bytes: await encoders[format](resized).toBuffer() })
    }
  return { width: info.width, height: info.height, files }
}

async function decode(bytes: Uint8Array, width: number) {
  try {
    return await sharp(bytes, reading)
      .autoOrient()
      .resize({ width, withoutEnlargement: true })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
  } catch {
    return null
  }
}
