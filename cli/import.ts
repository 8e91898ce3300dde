/** The `import` command: articles from files, through the same function as everything else. */
import { readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import type { AppDatabase } from '#db/client.ts'
import { type ImportOutcome, importArticle } from '#lib/articles/import/import-article.ts'
import type { Storage } from '#lib/pictures/storage.ts'
import { openPicture } from './open-picture.ts'

/** Where the command speaks: results on `out`, what went wrong on `err`. */
export type Terminal = { out: (line: string) => void; err: (line: string) => void }

type Imported = Extract<ImportOutcome, { kind: 'imported' }>
type FileOutcome = { file: string } & ImportOutcome

/** `fetch`: whether pictures that stand elsewhere are fetched; those beside a file are taken in any case. */
type Options = { publish: boolean; json: boolean; now: Date; storage: Storage; fetch: boolean }

/** Far more than any article, so that a film is not read into memory to be refused. */
const LARGEST_READ = 8 * 1024 * 1024

/**
 * Imports each file and says what was decided and what was left out; with `json`, as one JSON array
 * on `out`. A file that is refused does not stop the others. Returns the exit code: 1 when any was.
 */
export async function importFiles(
  db: AppDatabase,
  files: string[],
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const outcomes: FileOutcome[] = []
  for (const file of files) {
    const outcome = { file, ...(await importFile(db, file, options, terminal)) }
    outcomes.push(outcome)
    if (!options.json) tell(outcome, terminal)
  }
  if (options.json) terminal.out(JSON.stringify(outcomes.map(forMachines), null, 2))
  return outcomes.some(({ kind }) => kind === 'refused') ? 1 : 0
}

async function importFile(
  db: AppDatabase,
  file: string,
  { publish, now, storage, fetch }: Options,
  terminal: Terminal,
): Promise<ImportOutcome> {
  const read = readFile(file)
  if (read.kind === 'refused') return read
  const open = async (written: string) => {
    terminal.err(`${file}: picture ${written.slice(0, 200)} …`)
    return openPicture(path.dirname(read.name), written, { fetch })
  }
  return importArticle(db, read, { publish, now, pictures: { storage, open } })
}

function readFile(file: string) {
  try {
    const place = realpathSync(file)
    const about = statSync(place)
    if (about.isDirectory()) return refused('This is a folder; name the files in it.')
    // A device or a pipe has no size, and may have no end.
    if (!about.isFile()) return refused('This is no file.')
    const { size } = about
    if (size > LARGEST_READ)
      return refused(
        `The file has ${Math.round(size / 1024 / 1024)} MiB; an article may have 2 MiB.`,
      )
    // The importer knows a file again by its path, in one spelling on all systems.
    const name = place.split(path.sep).join('/')
    return { kind: 'file' as const, name, bytes: readFileSync(place) }
  } catch (error) {
    return refused(explain(error))
  }
}

function refused(why: string) {
  return { kind: 'refused' as const, why }
}

function explain(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT') return 'There is no such file.'
  if (code === 'EACCES') return 'This file may not be read by you.'
  throw new Error('A file could not be read.', { cause: error })
}

function tell(outcome: FileOutcome, terminal: Terminal): void {
  if (outcome.kind === 'refused') {
    terminal.err(`${outcome.file}: refused, nothing was written. ${outcome.why}`)
    return
  }
  const { saved, draft, remarks, dropped, pictures } = outcome
  terminal.out(`${saved.slug}  (${outcome.file}: ${changes[saved.change]}, ${saved.status})`)
  for (const line of factsOf(draft)) terminal.out(`    ${line}`)
  const kept = pictures.filter(({ src }) => src !== null).length
  if (kept > 0) terminal.out(`    ${kept === 1 ? 'one picture' : `${kept} pictures`} kept`)
  for (const remark of remarks) terminal.out(`  - ${remark.text}`)
  if (dropped.length > 0) terminal.out('  Left out:')
  for (const line of dropped) terminal.out(`    ${line}`)
}

const changes = { created: 'new', updated: 'changed', unchanged: 'as it was' }

function factsOf(draft: Imported['draft']): string[] {
  const filed = [draft.section, ...(draft.topics ?? []), ...(draft.regions ?? [])].filter(Boolean)
  const authors = (draft.authors ?? []).map((one) => (typeof one === 'string' ? one : one.name))
  const source = [draft.source?.name, draft.source?.url].filter(Boolean)
  return [
    draft.headline,
    filed.length > 0 ? `filed under ${filed.join(', ')}` : 'filed nowhere',
    authors.length > 0 ? `by ${authors.join(', ')}` : '',
    source.length > 0 ? `from ${source.join(', ')}` : '',
  ].filter(Boolean)
}

function forMachines(outcome: FileOutcome) {
  if (outcome.kind === 'refused') {
    const { file, why } = outcome
    return { file, outcome: 'refused', why }
  }
  const { file, saved, draft, remarks, dropped, pictures } = outcome
  const { slug, change, status, outcome: cut, hasGatedPart } = saved
  return {
    file,
    outcome: 'imported',
    slug,
    change,
    status,
    headline: draft.headline,
    access: draft.accessLevel,
    cut,
    hasGatedPart,
    section: draft.section ?? null,
    topics: draft.topics ?? [],
    regions: draft.regions ?? [],
    authors: draft.authors ?? [],
    source: draft.source ?? null,
    pictures,
    remarks,
    dropped,
  }
}
