/** Brings the articles of the wall into the running publication, with the command an editor uses. */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { dataFolder, root } from '../support/stack.ts'
import type { Fixture } from './fixtures.ts'

const run = promisify(execFile)

const printed = z.array(
  z.object({
    outcome: z.literal('imported'),
    slug: z.string(),
    status: z.enum(['draft', 'published', 'withdrawn']),
    access: z.string(),
    cut: z.enum(['at_marker', 'standfirst_alone', 'whole']),
    hasGatedPart: z.boolean(),
  }),
)

/** What the importer said of each article, in the order of the articles. */
export type Imported = z.infer<typeof printed>

/** Imports them as their files say, published or as drafts. Doing it again changes nothing. */
export async function publish(
  fixtures: (Pick<Fixture, 'slug' | 'source'> & Partial<Fixture>)[],
): Promise<Imported> {
  const folder = path.join(dataFolder, 'wall')
  mkdirSync(folder, { recursive: true })
  const files = fixtures.map(({ slug, source, kept }) => {
    if (kept) writeFileSync(path.join(folder, kept.name), kept.bytes)
    const file = path.join(folder, `${slug}.md`)
    writeFileSync(file, source)
    return file
  })
  // The pictures of the articles are made up: nobody need be asked for them.
  const command = [
    path.join(root, 'cli', 'foldline.ts'),
    'import',
    ...files,
    '--json',
    '--no-fetch',
  ]
  const { stdout } = await run(process.execPath, command, {
    cwd: root,
    // oxlint-disable-next-line node/no-process-env -- handed on, not read
    env: { ...process.env, FOLDLINE_DATA: dataFolder },
  })
  return printed.parse(JSON.parse(stdout))
}
