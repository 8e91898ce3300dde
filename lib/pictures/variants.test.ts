import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { makeVariants } from './variants.ts'
import { drawn, photographed } from './testing/pictures.ts'

async function made(bytes: Uint8Array, width: number) {
  const picture = await makeVariants(bytes, { width })
  if (picture === null) throw new Error('It was found damaged.')
  return picture
}

test('every width is made in both formats, none larger than the picture', async () => {
  const { width, height, files } = await made(await drawn().jpeg().toBuffer(), 1200)
  expect([width, height]).toEqual([1200, 800])
  expect(files.map((one) => `${one.width}.${one.format}`)).toEqual(
    [400, 720, 1080, 1200].flatMap((one) => [`${one}.avif`, `${one}.webp`]),
  )
  for (const file of files) {
    const measured = await sharp(file.bytes).metadata()
    expect(measured).toMatchObject({ width: file.width, height: Math.round((file.width * 2) / 3) })
  }
})

test('a picture wider than anything shown is kept in the widest width', async () => {
  const bytes = await drawn({ width: 3000, height: 1000 }).jpeg().toBuffer()
  const { width, height, files } = await made(bytes, 3000)
  expect([width, height, files.at(-1)?.width]).toEqual([2080, 693, 2080])
})

test('what a camera says of itself is gone, and the picture stands upright', async () => {
  const words = 'who took it where'
  const bytes = await photographed({ width: 800, height: 400 }, words)
  expect(bytes.includes(words)).toBe(true)
  const { width, height, files } = await made(bytes, 400)
  expect([width, height]).toEqual([400, 800])
  for (const file of files) {
    const { exif, icc, xmp, iptc, orientation, comments } = await sharp(file.bytes).metadata()
    expect({ exif, icc, xmp, iptc, orientation, comments }).toEqual({})
    expect(file.bytes.includes(words)).toBe(false)
  }
  // The mark was in the upper left corner of what the camera saw lying on its side.
  const { data, info } = await sharp(files[1]?.bytes).raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => data[(y * info.width + x) * info.channels] ?? 0
  expect(at(info.width - 5, 5)).toBeLessThan(60)
  expect(at(5, 5)).toBeGreaterThan(150)
})

test('what hides behind the end of a picture, or in its comments, does not come out', async () => {
  const hidden = '<script>alert("from behind the end")</script>'
  const jpeg = await drawn({ width: 200, height: 100 }).jpeg().toBuffer()
  const comment = Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xfe, 0, hidden.length + 2]),
    Buffer.from(hidden),
    jpeg.subarray(2),
    Buffer.from(`${hidden}PK\u0003\u0004`),
  ])
  const { files } = await made(comment, 200)
  expect(files).toHaveLength(2)
  for (const { bytes } of files) expect(bytes.includes('alert')).toBe(false)
})

test('colours of a wider space are those of the web, and ink becomes light', async () => {
  const wide = await drawn({ width: 64, height: 64, colour: '#ff0000' })
    .withIccProfile('p3')
    .jpeg({ quality: 100 })
    .toBuffer()
  const ink = await drawn({ width: 64, height: 64, colour: '#ffffff' })
    .toColourspace('cmyk')
    .jpeg()
    .toBuffer()
  for (const bytes of [wide, ink]) {
    const { files } = await made(bytes, 64)
    const { data, info } = await sharp(files[1]?.bytes).raw().toBuffer({ resolveWithObject: true })
    expect(info.channels).toBe(3)
    expect(data.at(-3)).toBeGreaterThan(245)
  }
})

test('of a GIF that moves the first picture counts', async () => {
  const frames = await Promise.all(
    ['#ff0000', '#00ff00'].map((colour) =>
      sharp({ create: { width: 64, height: 64, channels: 3, background: colour } })
        .png()
        .toBuffer(),
    ),
  )
  const gif = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer()
  const { height, files } = await made(gif, 64)
  expect(height).toBe(64)
  const { dominant } = await sharp(files[1]?.bytes).stats()
  expect(dominant.r).toBeGreaterThan(dominant.g)
})

test('a drawing keeps what is transparent', async () => {
  const bytes = await sharp({
    create: { width: 64, height: 64, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer()
  const { files } = await made(bytes, 64)
  for (const file of files) expect((await sharp(file.bytes).metadata()).hasAlpha).toBe(true)
})

test('a picture that breaks off is no picture', async () => {
  const whole = await drawn().jpeg().toBuffer()
  expect(await makeVariants(whole.subarray(0, whole.length / 2), { width: 1200 })).toBeNull()
})

test('a plate of the demo comes out smaller than it is', async () => {
  const bytes = readFileSync('public/pictures/a-week-at-anchor.webp')
  const { files } = await made(bytes, 1600)
  const phone = files.find(({ width, format }) => width === 720 && format === 'avif')
  expect(phone?.bytes.length).toBeLessThan(bytes.length)
})
