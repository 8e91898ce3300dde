/** Whether some bytes are a picture that we take, judged by their content alone. */
import sharp from 'sharp'
import { limits, MEBIBYTE } from './limits.ts'

/** The kinds of file that are taken. Of a GIF that moves the first picture counts. */
export type PictureType = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif'

/** Why a picture is not taken. */
export type Refusal =
  | 'empty'
  | 'too_many_bytes'
  | 'svg'
  | 'other_type'
  | 'too_many_pixels'
  | 'too_long'
  | 'too_small'
  | 'broken'

/** What is wrong, and what to do about it. */
export const refusals: Record<Refusal, string> = {
  empty: 'The file is empty.',
  too_many_bytes: `The file has more than ${limits.bytes / MEBIBYTE} MiB. Save it as JPEG with less quality, or smaller.`,
  svg: 'An SVG can hold scripts and is not taken. Save it as PNG, at twice the width in which it is to be seen.',
  other_type:
    'This is no picture of a kind that is taken. Save it as JPEG, PNG, WebP, AVIF or GIF.',
  too_many_pixels: `The picture has more than ${limits.pixels / 1_000_000} million pixels. Make it smaller; nothing is shown wider than 2080.`,
  too_long: `The picture is longer than ${limits.longest} pixels. Make it smaller, or cut it.`,
  too_small: `The picture is smaller than ${limits.shortest} by ${limits.shortest} pixels. Take a larger one.`,
  broken: 'The picture cannot be read to its end: the file is damaged. Save it anew.',
}

/** What is known of a picture that is taken; measures as it is seen, when it was turned upright. */
export type CheckedPicture = { type: PictureType; width: number; height: number }

/** How libvips reads a picture of a stranger: nothing is decoded that is too large. */
export const reading = { limitInputPixels: limits.pixels, failOn: 'error' } as const

/**
 * Looks at a picture without decoding it. What it is, is seen from how it begins, whatever its name or its
 * sender say; a decoder sees only what begins as one of the five.
 */
export async function checkPicture(
  bytes: Uint8Array,
): Promise<{ kind: 'fine'; picture: CheckedPicture } | { kind: 'refused'; why: Refusal }> {
  if (bytes.length === 0) return refused('empty')
  if (bytes.length > limits.bytes) return refused('too_many_bytes')
  const type = typeOf(bytes)
  if (type === null) return refused(looksLikeSvg(bytes) ? 'svg' : 'other_type')
  const measures = await readMeasures(bytes)
  if (measures === null) return refused('broken')
  const { width, height } = measures
  if (width * height > limits.pixels) return refused('too_many_pixels')
  if (Math.max(width, height) > limits.longest) return refused('too_long')
  if (Math.min(width, height) < limits.shortest) return refused('too_small')
  return { kind: 'fine', picture: { type, width, height } }
}

const refused = (why: Refusal) => ({ kind: 'refused', why }) as const

/** Reads the head alone. It has no limit, so that what is too large is told from what is broken. */
async function readMeasures(bytes: Uint8Array): Promise<{ width: number; height: number } | null> {
  try {
    const { autoOrient } = await sharp(bytes, { limitInputPixels: false }).metadata()
    return autoOrient
  } catch {
    return null
  }
}

const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to))

function typeOf(bytes: Uint8Array): PictureType | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg'
  if (ascii(bytes, 0, 8) === '\u0089PNG\r\n\u001a\n') return 'png'
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp'
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return 'gif'
  return isAvif(bytes) ? 'avif' : null
}

/** The first box of the file names what it is compatible with; HEIC from phones is another codec in the same box. */
function isAvif(bytes: Uint8Array): boolean {
  if (ascii(bytes, 4, 8) !== 'ftyp') return false
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  const brands = ascii(bytes, 8, Math.min(length, 256))
  return /^(?:.{4})*?avi[fs]/s.test(brands)
}

function looksLikeSvg(bytes: Uint8Array): boolean {
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  return gzipped || /<svg[\s/>]/i.test(ascii(bytes, 0, 4096).replaceAll('\0', ''))
}
