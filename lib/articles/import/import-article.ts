import path from 'node:path'
import type { AppDatabase, AppTransaction } from '#db/client.ts'
import {
  articleByImport,
  articleBySlug,
  articlesByFileName,
  importsOfArticle,
  lockArticleWriting,
} from '#db/queries/writing.ts'
import { type Saved, saveArticle } from '../write.ts'
import { readImport } from './read-import.ts'
import type { ImportedDraft, Remark } from './reading.ts'
import { type PictureIntake, type PictureOutcome, takePictures } from './take-pictures.ts'

/** A file to import. `name` is its path, as absolute as it is known: it is how the file is known again. */
export type ImportFile = { name: string; bytes: Uint8Array }

/** What became of a file. Nothing is written when it is refused. */
export type ImportOutcome =
  | { kind: 'refused'; why: string }
  | {
      kind: 'imported'
      saved: Saved
      draft: ImportedDraft
      remarks: Remark[]
      dropped: string[]
      pictures: PictureOutcome[]
    }

/**
 * Imports an article from a file. Importing the same file again updates its article.
 *
 * Which article that is: the one at the `slug` of the front matter, if the file names one. Else the
 * one that was imported from this path, or, when the file was moved, the one with the same file name
 * and headline. Two files of one name in two folders are two articles. An article that was written
 * in the newsroom or came from another file is never overwritten: with a `slug` the import is
 * refused, without one the new article's address is numbered.
 *
 * With `pictures` those of the article are taken in first; without, they stay where they are.
 */
export async function importArticle(
  db: AppDatabase,
  file: ImportFile,
  { publish, now, pictures }: { publish: boolean; now: Date; pictures?: PictureIntake },
): Promise<ImportOutcome> {
  const taken = pictures ? await takePictures(db, file, pictures) : null
  const reading = readImport(file.bytes, file.name, taken?.fates)
  if (reading.kind === 'refused') return reading
  return db.transaction(async (tx): Promise<ImportOutcome> => {
    await lockArticleWriting(tx)
    const owner = await findOwn(tx, file.name, reading.draft)
    if (owner.kind === 'refused') return owner
    const says = reading.draft.status
    const status = publish && says !== 'withdrawn' ? 'published' : says
    const saved = await saveArticle(
      tx,
      { ...reading.draft, ...owner.id, status, importedFrom: file.name },
      now,
    )
    if (saved.kind === 'refused') {
      const why = saved.problems.map(({ field, message }) => `${field} ${message}`).join('; ')
      return { kind: 'refused', why: `${why}.` }
    }
    const { draft, dropped } = reading
    const remarks = [
      ...reading.remarks,
      ...owner.remarks,
      ...numberedRemark(saved, draft),
      ...(taken?.remarks ?? []),
    ]
    return { kind: 'imported', saved, draft, remarks, dropped, pictures: taken?.outcomes ?? [] }
  })
}

type Own =
  | { kind: 'refused'; why: string }
  | { kind: 'own'; id: { id?: string }; remarks: Remark[] }

async function findOwn(tx: AppTransaction, name: string, draft: ImportedDraft): Promise<Own> {
  if (draft.slug !== undefined) return findBySlug(tx, name, draft.slug)
  const same = await articleByImport(tx, name)
  if (same) return own(tx, same.id)
  const others = await articlesByFileName(tx, path.posix.basename(name))
  const moved = others.find(({ headline }) => headline === draft.headline)
  if (!moved) return { kind: 'own', id: {}, remarks: [] }
  const found = await own(tx, moved.id)
  const text = `The file was moved since its last import; it is the article ${moved.slug} still.`
  return { ...found, remarks: [...found.remarks, { about: 'file', text }] }
}

async function findBySlug(tx: AppTransaction, name: string, slug: string): Promise<Own> {
  const found = await articleBySlug(tx, slug)
  if (!found) return { kind: 'own', id: {}, remarks: [] }
  const imports = await importsOfArticle(tx, found.id)
  const fileName = path.posix.basename(name)
  if (imports.some((from) => from !== null && path.posix.basename(from) === fileName))
    return own(tx, found.id)
  const from = imports.find((one) => one !== null)
  const where = from ? `was imported from ${from}` : 'was written in the newsroom'
  return {
    kind: 'refused',
    why: `The address ${slug} belongs to an article that ${where}. Give this one another slug, or import it under that file name.`,
  }
}

async function own(tx: AppTransaction, id: string): Promise<Own & { kind: 'own' }> {
  const [last] = await importsOfArticle(tx, id)
  const text =
    'The article was changed in the newsroom since its last import. The file replaces it; what was there is kept as a revision.'
  return { kind: 'own', id: { id }, remarks: last === null ? [{ about: 'file', text }] : [] }
}

function numberedRemark(saved: Saved, draft: ImportedDraft): Remark[] {
  if (saved.change !== 'created' || draft.slug !== undefined || !/-\d+$/.test(saved.slug)) return []
  const text = `The address is ${saved.slug}; if it is numbered, another article has the one without.`
  return [{ about: 'file', text }]
}
