import type { AppDatabase } from '#db/client.ts'
import { accessRowsOfSession } from '#db/queries/access.ts'
import type { Changes } from './changes.ts'
import { type Kept, type KeptSessions, toKept } from './kept-sessions.ts'

/** Asks the database about sessions, and keeps what it says as long as nothing changes meanwhile. */
export type LookUps = {
  /** For a request that arrives now. Many that ask for one token at once share one query. */
  ask: (hash: string, now: Date) => Promise<Kept | null>
  /** The same without sharing: for when nobody tells what changes. */
  askAlone: (hash: string, now: Date) => Promise<Kept | null>
  /** Called at each change of somebody's access: what runs now may have read what was there before. */
  noteChange: () => void
}

/** A look-up on its way. Changes that came since are seen by the count of them at its beginning. */
type Flight = { found: Promise<Kept | null>; changesBefore: number }

type Setting = { db: AppDatabase; changes: Changes; kept: KeptSessions; steady: () => number }

/** Opens the way from the memory to the database. */
export function openLookUps({ db, changes, kept, steady }: Setting): LookUps {
  const flights = new Map<string, Flight>()
  let changesSoFar = 0

  const mayChangeSoon = (hash: string, found: Kept | null) =>
    changes.inDoubt('session', hash) ||
    (found !== null && changes.inDoubt('reader', found.readerId))

  const askAlone = async (hash: string, now: Date): Promise<Kept | null> => {
    const changesBefore = changesSoFar
    const begun = steady()
    const found = toKept(await accessRowsOfSession(db, hash, now), begun)
    if (changesSoFar === changesBefore && !mayChangeSoon(hash, found)) kept.keep(hash, found, begun)
    else kept.dropSession(hash)
    return found
  }

  const depart = (hash: string, now: Date): Flight => {
    const flight = { changesBefore: changesSoFar, found: askAlone(hash, now) }
    flights.set(hash, flight)
    const land = () => {
      if (flights.get(hash) === flight) flights.delete(hash)
    }
    flight.found.then(land, land)
    return flight
  }

  const running = (hash: string): Flight | undefined => {
    const flight = flights.get(hash)
    return flight?.changesBefore === changesSoFar ? flight : undefined
  }

  const ask = async (hash: string, now: Date): Promise<Kept | null> => {
    const joined = running(hash)
    if (!joined) return depart(hash, now).found
    const found = await joined.found
    if (changesSoFar === joined.changesBefore && changes.trusted() && !mayChangeSoon(hash, found))
      return found
    // It began before this request came, and may have read what was there before a change that is
    // committed by now. What departed meanwhile, or does now, is new enough, whoever shares it.
    return (running(hash) ?? depart(hash, now)).found
  }

  return {
    ask,
    askAlone,
    noteChange: () => {
      changesSoFar++
    },
  }
}
