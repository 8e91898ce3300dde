import { z } from 'zod'
import type { AppDatabase } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { readerByEmail } from '#db/queries/sign-in.ts'
import { limits } from '#lib/limit-figures.ts'
import { type Actor, type Limited, staffTurn } from './staff-turn.ts'
import { readerStatus, type ReaderStatus } from './status.ts'

/** What looking one reader up came to. */
export type ReaderLookUp = { kind: 'found'; status: ReaderStatus } | { kind: 'unknown' } | Limited

/** Shows everything about one reader. The look is an audit entry. */
export async function lookUpReader(
  db: AppDatabase,
  actor: Actor,
  readerId: string,
  now: Date,
): Promise<ReaderLookUp> {
  const refused = await staffTurn(db, limits.staffLookUps, actor)
  if (refused) return refused
  const status = await look(db, actor, readerId, now)
  return status ? { kind: 'found', status } : { kind: 'unknown' }
}

async function look(
  db: AppDatabase,
  actor: Actor,
  readerId: string,
  now: Date,
): Promise<ReaderStatus | null> {
  // Whatever stands in an address may come here; PostgreSQL throws at what is no id.
  if (!z.uuid().safeParse(readerId).success) return null
  const status = await readerStatus(db, readerId, now)
  if (!status) return null
  await addAuditEntry(db, {
    actorId: actor.id,
    actor: actor.label,
    action: 'Looked this reader up',
    subjectId: readerId,
  })
  return status
}

/** The same by address, for the terminal. Null: nobody has it. */
export async function lookUpReaderByEmail(
  db: AppDatabase,
  actor: Actor,
  email: string,
  now: Date,
): Promise<ReaderStatus | null> {
  const reader = await readerByEmail(db, email.trim().toLowerCase())
  return reader ? look(db, actor, reader.id, now) : null
}

/** The id under which an address is known, or null. Shows nothing of the person. */
export async function findReaderId(db: AppDatabase, email: string): Promise<string | null> {
  return (await readerByEmail(db, email))?.id ?? null
}
