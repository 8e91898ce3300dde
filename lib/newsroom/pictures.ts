/** Pictures that staff add, look through and delete; each addition and deletion is an audit entry. */
import type { AppDatabase } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import {
  countPictures,
  deleteUnusedPicture,
  listPictures,
  pictureById,
} from '#db/queries/pictures.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { nameOf, widthsOf } from '#lib/pictures/address.ts'
import { refusals } from '#lib/pictures/check.ts'
import { type Fetched, fetchRefusals } from '#lib/pictures/fetch.ts'
import type { Storage } from '#lib/pictures/storage.ts'
import {
  type About,
  removeFiles,
  type StoredPicture,
  takePicture,
  toStored,
} from '#lib/pictures/take.ts'

/** Who does it: a member of staff, or the operator at the terminal. */
export type Keeper = { id: string | null; label: string }

/** `why` is a sentence for whoever tried. `added` is false for a file that is kept already: what is known of it stays. */
export type Kept =
  | { kind: 'kept'; added: boolean; picture: StoredPicture }
  | { kind: 'refused'; why: string }

/** A picture takes seconds to make, and fetching one speaks for us to others. */
const turns = limits.picturesOfStaff

/**
 * Keeps the picture that `open` gives, which is asked only when this keeper may have a turn and says what the picture shows.
 */
export async function keepPicture(
  db: AppDatabase,
  storage: Storage,
  keeper: Keeper,
  about: About & { fileName: string | null },
  open: () => Promise<Fetched>,
): Promise<Kept> {
  if (about.alt.trim() === '')
    return refused('Say what the picture shows, for those who do not see it.')
  if (keeper.id !== null) {
    const turn = await takeTurn(db, turns, keeper.id)
    if (turn.kind === 'limited')
      return refused(
        `You have added ${turns.points} pictures within an hour. Try again in ${Math.ceil(turn.retryAfterSeconds / 60)} minutes.`,
      )
  }
  const opened = await open()
  if (opened.kind === 'refused') return refused(fetchRefusals[opened.why])
  const taken = await takePicture(db, storage, opened.bytes, { ...about, createdBy: keeper.id })
  if (taken.kind === 'refused') return refused(refusals[taken.why])
  const { added, picture } = taken
  await audit(db, keeper, added ? 'Added a picture' : 'Added a picture again', picture.id)
  return { kind: 'kept', added, picture }
}

const refused = (why: string) => ({ kind: 'refused', why }) as const

async function audit(db: AppDatabase, keeper: Keeper, action: string, picture: string) {
  await addAuditEntry(db, {
    actorId: keeper.id,
    actor: keeper.label,
    action,
    detail: { picture },
  })
}

/** How many pictures one page of the list shows. */
const PAGE = 24

/** A picture in the list, and how many articles show it. */
export type ListedPicture = StoredPicture & { uses: number; createdAt: Date }

/** One page of the list, and how many pages and pictures there are. */
export type PictureList = {
  pictures: ListedPicture[]
  found: number
  page: number
  pages: number
}

/** So many words of a search are looked for; each narrows it down. */
const MOST_WORDS = 8

/**
 * One page of the pictures of which every word of a search is said (what they show, caption, credit, where they are from, the name of their
 * file), the newest first; null when there is no such page.
 */
export async function listKeptPictures(
  db: AppDatabase,
  { search, page }: { search: string; page: number },
): Promise<PictureList | null> {
  const words = search.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
  const found = await countPictures(db, words)
  const pages = Math.max(1, Math.ceil(found / PAGE))
  if (page > pages) return null
  const rows = await listPictures(db, { words, limit: PAGE, offset: (page - 1) * PAGE })
  return {
    pictures: rows.map((row) => ({ ...toStored(row), uses: row.uses, createdAt: row.createdAt })),
    found,
    page,
    pages,
  }
}

/** A picture with every article that shows it, in whatever state; null when there is none. */
export async function lookAtPicture(db: AppDatabase, id: string) {
  const found = await pictureById(db, id)
  if (!found) return null
  const { type, bytes, createdAt, uses } = found
  return { ...toStored(found), type, bytes, createdAt, uses }
}

/** One file of a picture, at least so wide where it is that wide; null when there is no such picture, or its file is lost. */
export async function readKeptFile(
  db: AppDatabase,
  storage: Pick<Storage, 'read'>,
  id: string,
  wanted: number,
): Promise<Buffer | null> {
  const found = await pictureById(db, id)
  if (!found) return null
  const width = widthsOf(found.width).find((one) => one >= wanted) ?? found.width
  return storage.read(nameOf(found.hash, { width, format: 'webp' }))
}

/** Deletes a picture and its files. `used`: an article shows it, so it stays; `gone`: there is none. */
export async function discardPicture(
  db: AppDatabase,
  storage: Storage,
  keeper: Keeper,
  id: string,
): Promise<'deleted' | 'used' | 'gone'> {
  const gone = await db.transaction(async (tx) => {
    const deleted = await deleteUnusedPicture(tx, id)
    if (deleted)
      await addAuditEntry(tx, {
        actorId: keeper.id,
        actor: keeper.label,
        action: 'Deleted a picture',
        detail: { picture: id },
      })
    return deleted
  })
  if (!gone) return (await pictureById(db, id)) ? 'used' : 'gone'
  await removeFiles(storage, gone)
  return 'deleted'
}
