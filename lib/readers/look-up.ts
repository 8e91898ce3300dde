import { z } from 'zod'
import type { AppDatabase } from '#db/client.ts'
import { addAuditEntry } from '#db/queries/audit.ts'
import { findReaders } from '#db/queries/readers.ts'
import { readerByEmail } from '#db/queries/sign-in.ts'
import { limits } from '#lib/limit-figures.ts'
import { type Limit, takeTurn } from '#lib/limits.ts'
import { readerStanding, readerStatus, type ReaderStatus } from './status.ts'

/** Who looks: a member of staff, or the operator at the terminal. */
export type Actor = { id: string | null; label: string }

/** How many people one search shows. */
const SHOWN = 20

/** A person in a list of results. */
export type FoundReader = {
  id: string
  email: string
  name: string | null
  granted: boolean
  verdict: string
}

/** What a search came to. */
export type ReaderSearch = { kind: 'found'; readers: FoundReader[]; more: boolean } | Limited

/** Whoever copies the list of readers goes through them one after the other, which nobody who helps people does. */
type Limited = { kind: 'limited'; retryAfterSeconds: number }

/** Finds people by any part of their address or name. The search is an audit entry. */
export async function searchReaders(
  db: AppDatabase,
  actor: Actor,
  query: string,
  now: Date,
): Promise<ReaderSearch> {
  const refused = await staffTurn(db, limits.staffSearches, actor)
  if (refused) return refused
  const found = await findReaders(db, query, SHOWN + 1)
  await addAuditEntry(db, {
    actorId: actor.id,
    actor: actor.label,
    action: 'Searched readers',
    detail: { query, found: found.length },
  })
  const readers = await Promise.all(
    found.slice(0, SHOWN).map(async ({ id, email, name }) => {
      const { decision, verdict } = await readerStanding(db, id, now)
      return { id, email, name, granted: decision.granted, verdict }
    }),
  )
  return { kind: 'found', readers, more: found.length > SHOWN }
}

/** The refusal, if this member of staff has no turn left; that is an audit entry, the first time. The operator has no limit. */
async function staffTurn(db: AppDatabase, limit: Limit, actor: Actor): Promise<Limited | null> {
  if (actor.id === null) return null
  const turn = await takeTurn(db, limit, actor.id)
  if (turn.kind === 'allowed') return null
  if (turn.first)
    await addAuditEntry(db, {
      actorId: actor.id,
      actor: actor.label,
      action: 'Was refused to look readers up',
      detail: { limit: limit.name, most: limit.points, seconds: limit.seconds },
    })
  return { kind: 'limited', retryAfterSeconds: turn.retryAfterSeconds }
}

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
