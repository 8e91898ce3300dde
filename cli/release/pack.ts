import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { makeSbom } from './sbom.ts'
import { need } from './run.ts'

/** What is released, or why nothing is. */
export type Candidate =
  | { kind: 'ready'; version: string; commit: string }
  | { kind: 'refused'; why: string }

const manifest = z.object({ version: z.string().regex(/^\d+\.\d+\.\d+(-[\w.]+)?$/) })

/** Looks whether what is checked out in `root` can be released: all of it committed, under a version of its own. */
export async function readCandidate(root: string): Promise<Candidate> {
  const changed = (await need(root, 'git', 'status', '--porcelain')).trim()
  if (changed !== '')
    return { kind: 'refused', why: `Some files are not committed:\n${changed.slice(0, 1000)}` }
  const read = manifest.safeParse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')))
  if (!read.success)
    return { kind: 'refused', why: 'The version in package.json is none, such as 1.2.3.' }
  const { version } = read.data
  const commit = (await need(root, 'git', 'rev-parse', 'HEAD')).trim()
  const tagged = (
    await need(root, 'git', 'tag', '--list', `v${version}`, '--format=%(objectname) %(*objectname)')
  ).trim()
  if (tagged !== '' && !tagged.split(' ').includes(commit))
    return {
      kind: 'refused',
      why: `v${version} was released from another commit. Raise the version in package.json.`,
    }
  return { kind: 'ready', version, commit }
}

/** What is said of a release in it, beside the files. */
export type Checks = Record<string, string>

/**
 * Packs what is committed into `folder`: the sources as git has them, the list of packages, what was checked, and
 * the checksums of the three. Returns the names of the files.
 */
export async function packRelease(
  root: string,
  folder: string,
  { version, commit }: { version: string; commit: string },
  checks: Checks,
): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const name = `foldline-${version}`
  const [sources, packages, notes] = [`${name}.tar.gz`, `${name}.cdx.json`, `${name}.release.json`]
  const archive = ['--format=tar.gz', `--prefix=${name}/`, `--output=${path.join(folder, sources)}`]
  await need(root, 'git', 'archive', ...archive, commit)
  writeFileSync(path.join(folder, packages), await makeSbom(root))
  const said = { name: 'foldline', version, commit, checks }
  writeFileSync(path.join(folder, notes), `${JSON.stringify(said, null, 2)}\n`)
  const sums = [sources, packages, notes].map((file) => {
    const bytes = readFileSync(path.join(folder, file))
    return `${createHash('sha256').update(bytes).digest('hex')}  ${file}\n`
  })
  writeFileSync(path.join(folder, `${name}.sha256`), sums.join(''))
  return [sources, packages, notes, `${name}.sha256`]
}
