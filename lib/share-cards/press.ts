/**
 * The press: a process of its own that prints share cards and ends. What sets type and paints takes tens of megabytes, which
 * no process that lives for long need have.
 */
import sharp from 'sharp'
import { z } from 'zod'
import { publication } from '#lib/publication.ts'
import { drawCard, openFaces } from './draw.ts'

const order = z.array(
  z
    .object({
      headline: z.string(),
      section: z.string().nullable(),
      authors: z.array(z.string()),
    })
    .nullable(),
)

process.once('message', (message) => void print(order.parse(message)))

async function print(wanted: z.output<typeof order>): Promise<void> {
  const faces = await openFaces(publication.typefaces)
  const printed: (Buffer | null)[] = []
  for (const one of wanted) {
    const svg = drawCard(publication, faces, one)
    printed.push(svg === null ? null : await toPng(svg))
  }
  process.send?.(printed, () => process.disconnect())
}

/** Few colours and what lies between them: a palette is a third of the bytes. */
async function toPng(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg))
    .png({ palette: true, colours: 32, dither: 0, compressionLevel: 9 })
    .toBuffer()
}
