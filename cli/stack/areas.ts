/** Where the regions of a publication are, as a file such as `content/publication.yaml` says it. */
import { parse } from 'yaml'
import { z } from 'zod'
import { type Area, areaSchema } from '#lib/maps/area.ts'

const shape = z.looseObject({
  regions: z.array(z.looseObject({ slug: z.string(), area: areaSchema.optional() })),
})

/** Reads the areas; a region without one has none. What is wrong is said in a sentence. */
export function readAreas(
  yaml: string,
):
  | { kind: 'read'; areas: { slug: string; area: Area | null }[] }
  | { kind: 'refused'; why: string } {
  const read = shape.safeParse(parseOrNull(yaml))
  if (read.success)
    return {
      kind: 'read',
      areas: read.data.regions.map(({ slug, area }) => ({ slug, area: area ?? null })),
    }
  const [issue] = read.error.issues
  return { kind: 'refused', why: `${issue?.path.join('.')}: ${issue?.message}` }
}

function parseOrNull(yaml: string): unknown {
  try {
    return parse(yaml)
  } catch {
    return null
  }
}
