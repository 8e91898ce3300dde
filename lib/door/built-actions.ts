import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Server actions by their ids: at which addresses each is taken. */
export type BuiltActions = ReadonlyMap<string, { isAt: (path: string) => boolean }>

const manifest = z.object({
  node: z.record(z.string(), z.object({ workers: z.record(z.string(), z.unknown()) })),
})

/** Reads which actions the build in `folder` has, as it says itself. */
export function readBuiltActions(folder: string): BuiltActions {
  const file = join(folder, 'server', 'server-reference-manifest.json')
  const { node } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  return new Map(
    Object.entries(node).map(([id, { workers }]) => {
      const pages = Object.keys(workers).map(partsOf)
      return [id, { isAt: (path: string) => pages.some((page) => fits(page, path)) }]
    }),
  )
}

/** `app/(newsroom)/newsroom/readers/[id]/page` → `newsroom`, `readers`, `[id]`. */
function partsOf(worker: string): string[] {
  const parts = worker.split('/').slice(1, -1)
  return parts.filter((part) => !part.startsWith('('))
}

function fits(page: string[], path: string): boolean {
  const parts = path.split('/').filter((part) => part !== '')
  return (
    parts.length === page.length &&
    page.every((part, at) => part === parts[at] || part.startsWith('['))
  )
}
