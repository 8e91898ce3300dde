import type { AppQueryable } from '#db/client.ts'
import { addPicture, type PictureRow, picturesByHash } from '#db/queries/pictures.ts'
import { addressOf, hashOf, nameOf, widthsOf } from './address.ts'
import { checkPicture, type Refusal } from './check.ts'
import type { Storage } from './storage.ts'
import { makeVariants } from './variants.ts'

/** What is known of a picture beside its file. */
export type About = {
  /** What it shows, for those who do not see it. */
  alt: string
  caption: string | null
  credit: string | null
  /** Where it is from. */
  source: string | null
}

/** A picture that is kept: its whole file's address, and its measures in pixels. */
export type StoredPicture = { id: string; src: string; width: number; height: number } & About

/** What became of a picture. `added` is false for a file that was taken before: then what is known of it stays. */
export type Taken =
  | { kind: 'taken'; added: boolean; picture: StoredPicture }
  | { kind: 'refused'; why: Refusal }

/**
 * Takes a picture in: looks at it, makes its files, stores them, and notes it, in this order, so that what is noted
 * can be served. The same file again is the same picture; files that the storage has lost are made anew.
 */
export async function takePicture(
  db: AppQueryable,
  storage: Storage,
  bytes: Uint8Array,
  about: About & { createdBy: string | null; fileName?: string | null },
): Promise<Taken> {
  const checked = await checkPicture(bytes)
  if (checked.kind === 'refused') return checked
  const hash = hashOf(bytes)
  const [held] = await picturesByHash(db, [hash])
  if (held && (await isStored(storage, held)))
    return { kind: 'taken', added: false, picture: toStored(held) }
  const made = await oneByOne(() => makeVariants(bytes, checked.picture))
  if (made === null) return { kind: 'refused', why: 'broken' }
  for (const file of made.files) await storage.put(nameOf(hash, file), file.bytes)
  const { added, row } = await addPicture(db, {
    hash,
    type: checked.picture.type,
    width: made.width,
    height: made.height,
    bytes: made.files.reduce((sum, file) => sum + file.bytes.length, 0),
    ...about,
  })
  return { kind: 'taken', added, picture: toStored(row) }
}

/** What a file is called, of a path or an address; null when that says nothing. */
export function fileNameOf(written: string): string | null {
  const [path = ''] = written.split(/[?#]/, 1)
  return path.split(/[/\\]/).at(-1)?.trim().slice(0, 300) || null
}

/** Takes every file of a picture out of the storage. */
export async function removeFiles(
  storage: Storage,
  { hash, width: whole }: { hash: string; width: number },
): Promise<void> {
  for (const width of widthsOf(whole))
    for (const format of ['avif', 'webp'] as const)
      await storage.remove(nameOf(hash, { width, format }))
}

/** A picture as pages and articles name it. */
export function toStored(row: PictureRow): StoredPicture {
  const { id, hash, width, height, alt, caption, credit, source } = row
  const src = addressOf(hash, { width, format: 'webp' })
  return { id, src, width, height, alt, caption, credit, source }
}

async function isStored(storage: Storage, { hash, width }: PictureRow): Promise<boolean> {
  return (await storage.read(nameOf(hash, { width, format: 'webp' }))) !== null
}

let last: Promise<unknown> = Promise.resolve()

/** One picture at a time in a process: decoded, a large one takes 200 MB, and readers are served meanwhile. */
function oneByOne<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work, work)
  last = next.catch(() => undefined)
  return next
}
