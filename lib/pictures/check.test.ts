import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { checkPicture, type Refusal, refusals } from './check.ts'
import { limits } from './limits.ts'
import { drawn, photographed } from './testing/pictures.ts'

const small = () => drawn({ width: 64, height: 48 })

test.each([
  ['jpeg', async () => small().jpeg().toBuffer()],
  ['png', async () => small().png().toBuffer()],
  ['webp', async () => small().webp().toBuffer()],
  ['avif', async () => small().avif({ effort: 0 }).toBuffer()],
  ['gif', async () => small().gif().toBuffer()],
])('%s is taken', async (type, make) => {
  const picture = { type, width: 64, height: 48 }
  expect(await checkPicture(await make())).toEqual({ kind: 'fine', picture })
})

test('a photograph is measured as it was held', async () => {
  const { picture } = await fine(await photographed({ width: 120, height: 80 }))
  expect([picture.width, picture.height]).toEqual([80, 120])
})

async function fine(bytes: Uint8Array) {
  const checked = await checkPicture(bytes)
  if (checked.kind === 'refused') throw new Error(checked.why)
  return checked
}

/** A PNG that claims so many pixels, and has none. */
function claiming(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc(body))
  return Buffer.concat([length, body, sum])
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return (sum ^ 0xffffffff) >>> 0
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

test.each<[string, Refusal, () => Uint8Array | Promise<Uint8Array>]>([
  ['nothing', 'empty', () => Buffer.alloc(0)],
  ['too many bytes', 'too_many_bytes', () => Buffer.alloc(limits.bytes + 1, 0xff)],
  ['an SVG', 'svg', () => Buffer.from(svg)],
  ['an SVG behind a declaration', 'svg', () => Buffer.from(`\ufeff<?xml version="1.0"?>\n${svg}`)],
  ['an SVG in UTF-16', 'svg', () => Buffer.from(svg, 'utf16le')],
  ['an SVG that was compressed', 'svg', () => Buffer.from([0x1f, 0x8b, 8, 0])],
  ['a page', 'other_type', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['a PDF', 'other_type', () => Buffer.from('%PDF-1.7')],
  ['a TIFF', 'other_type', async () => small().tiff().toBuffer()],
  ['a photograph of a phone in HEIC', 'other_type', () => box('heicmif1heic')],
  ['a film', 'other_type', () => box('isomiso2avc1mp41')],
  ['a bomb of pixels', 'too_many_pixels', () => claiming(60_000, 60_000)],
  ['a few pixels too many', 'too_many_pixels', () => claiming(10_000, 5001)],
  ['a ribbon', 'too_long', () => claiming(40, limits.longest + 1)],
  [
    'a pixel that counts people',
    'too_small',
    async () => drawn({ width: 1, height: 1 }).png().toBuffer(),
  ],
  ['a line', 'too_small', () => claiming(400, limits.shortest - 1)],
  ['the beginning of a PNG', 'broken', () => claiming(64, 64).subarray(0, 12)],
  ['the beginning of a JPEG', 'broken', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ['the name of AVIF on nothing', 'broken', () => box('avifmif1avif')],
])('%s is refused: %s', async (_, why, make) => {
  expect(await checkPicture(await make())).toEqual({ kind: 'refused', why })
})

function box(brands: string): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(8 + brands.length)
  return Buffer.concat([head, Buffer.from(`ftyp${brands}`), Buffer.alloc(100)])
}

test.each(Object.entries(refusals).filter(([why]) => why !== 'empty'))(
  'whoever is told %s is told what to do about it',
  (_, sentence) => {
    expect(sentence.split(/[.:;] /).length).toBeGreaterThan(1)
  },
)
