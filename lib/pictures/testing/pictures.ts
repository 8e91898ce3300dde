import sharp, { type Sharp } from 'sharp'

type Wanted = { width?: number; height?: number; colour?: string }

/** A picture to be written in some format: one colour, with a dark mark in its upper left corner. */
export function drawn({ width = 1200, height = 800, colour = '#c8452f' }: Wanted = {}): Sharp {
  const mark = { width: Math.ceil(width / 4), height: Math.ceil(height / 4), channels: 3 } as const
  return sharp({ create: { width, height, channels: 3, background: colour } }).composite([
    { input: { create: { ...mark, background: '#10302f' } }, left: 0, top: 0 },
  ])
}

/** A JPEG that says of itself what a camera says: how it was held, by whom and where. */
export async function photographed(
  wanted: Wanted = {},
  words = 'kept to himself',
): Promise<Buffer> {
  return drawn(wanted)
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Copyright: words, ImageDescription: words },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
    })
    .jpeg()
    .toBuffer()
}
