/** W49: nothing gated in a file under .next or public, once everybody has read everything. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../support/stack.ts'
import { encodedForms, type Oracle } from './oracle.ts'

/** What the build keeps for the next build: older than this run, packed, and never served. */
const ofTheBuild = /[/\\]\.next[/\\]cache[/\\]turbopack[/\\]/

export type Searched = { files: number; bytes: number; found: string[] }

/** Where the server could write what it renders, and what it hands out as files. */
const served = ['.next', 'public'].map((folder) => path.join(root, folder))

/** Searches every file for the mark of this run and, where the server may have written it, for runs of words. */
export function searchDisk(mark: string, runs: Oracle['runs'], folders = served): Searched {
  const forms = [mark, ...encodedForms(mark).map(({ form }) => form)]
  const searched: Searched = { files: 0, bytes: 0, found: [] }
  for (const folder of folders)
    for (const entry of readdirSync(folder, {
      recursive: true,
      withFileTypes: true,
    })) {
      if (!entry.isFile()) continue
      const file = path.join(entry.parentPath, entry.name)
      const bytes = readFileSync(file)
      searched.files += 1
      searched.bytes += bytes.length
      const hits = forms.filter((form) => bytes.includes(form))
      const said = ofTheBuild.test(file) ? [] : runs.find(bytes.toString('utf8'))
      const what = [...hits, ...said.map(({ owner, run }) => `${owner}: ${run}`)]
      searched.found.push(...what.map((one) => `${path.relative(root, file)}: ${one}`))
    }
  return searched
}
