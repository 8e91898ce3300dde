import { readMapFile } from '#lib/maps/file.ts'
import { publicDatabase } from '#lib/runtime.ts'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ file: string }> }

export async function GET(_: Request, { params }: Props): Promise<Response> {
  const svg = await readMapFile(publicDatabase(), (await params).file)
  return svg === null
    ? new Response(null, { status: 404 })
    : new Response(svg, { headers: { 'Content-Type': 'image/svg+xml' } })
}
