import type { AppDatabase } from '#db/client.ts'
import { protectedNames, setWriterName, writerName } from '#db/queries/comment-writing.ts'
import { limits } from '#lib/limit-figures.ts'
import { takeTurn } from '#lib/limits.ts'
import { publication } from '#lib/publication.ts'
import { type Name, readName } from './name.ts'

/** The name a reader writes under: the one they have, the one they typed now, or what is wrong with that. */
type OwnName =
  | { kind: 'known'; isStaff: boolean }
  | { kind: 'new'; name: string; look: string; isStaff: boolean }
  | { kind: 'bad'; why: Exclude<Name, { kind: 'fine' }> }

/** Finds the name of a reader, or reads what they typed as one where they have none. */
export async function readOwnName(
  db: AppDatabase,
  readerId: string,
  typed: string,
): Promise<OwnName> {
  const { isStaff, ...names } = await protectedNames(db, readerId)
  if ((await writerName(db, readerId)) !== null) return { kind: 'known', isStaff }
  const name = readName(typed, { ...names, publication: publication.name })
  return name.kind === 'fine' ? { ...name, kind: 'new', isStaff } : { kind: 'bad', why: name }
}

/** What came of a wish for another name. */
export type Renaming =
  | { kind: 'named'; name: string }
  | { kind: 'bad_name'; why: Exclude<Name, { kind: 'fine' }> }
  | { kind: 'limited'; retryAfterSeconds: number }

/** Gives a reader another name, beside everything they have written and will. */
export async function rename(
  db: AppDatabase,
  readerId: string,
  typed: string,
  now: Date,
): Promise<Renaming> {
  const { people, own } = await protectedNames(db, readerId)
  const name = readName(typed, { people, own, publication: publication.name })
  if (name.kind !== 'fine') return { kind: 'bad_name', why: name }
  const turn = await takeTurn(db, limits.commentNames, readerId)
  if (turn.kind === 'limited') return turn
  await setWriterName(db, readerId, { name: name.name, folded: name.look, namedAt: now })
  return { kind: 'named', name: name.name }
}

/** The name a reader writes under, or null when they have none yet. */
export async function ownName(db: AppDatabase, readerId: string): Promise<string | null> {
  return writerName(db, readerId)
}
